import Foundation
import Prometheus

/// What the system says of this process.
enum ProcessReading {
    /// Everything that could be read; elsewhere than on Linux some of it is missing.
    static func readings(startedAt start: Date) -> [MetricReading] {
        var usage = rusage()
        var limit = rlimit()
        var readings = [MetricReading("process_start_time_seconds", [], start.timeIntervalSince1970)]
        if unsafe getrusage(own, &usage) == 0 {
            readings.append(
                MetricReading("process_cpu_seconds_total", [], seconds(usage.ru_utime) + seconds(usage.ru_stime)))
        }
        if unsafe getrlimit(descriptors, &limit) == 0 {
            readings.append(MetricReading("process_max_fds", [], Double(limit.rlim_cur)))
        }
        // Both are files of Linux alone.
        if let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " "),
            pages.count > 1, let resident = Double(pages[1])
        {
            readings.append(MetricReading("process_resident_memory_bytes", [], resident * Double(getpagesize())))
        }
        // As above.
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            readings.append(MetricReading("process_open_fds", [], Double(open.count)))
        }
        return readings
    }

    #if canImport(Glibc)
    private static let own = RUSAGE_SELF.rawValue
    private static let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let own = RUSAGE_SELF
    private static let descriptors = RLIMIT_NOFILE
    #endif

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
