import Foundation

/// Files that nobody but their owner may read, from the moment they exist.
///
/// Foundation sets permissions after it has made a file, which leaves a moment in which another account can open it;
/// so the system's own calls are used. Each takes a path or bytes for the call only and keeps no pointer.
enum PrivateFile {
    /// A call of the system that failed.
    struct Problem: Error, CustomStringConvertible {
        var call: String
        var code: Int32

        // The text is the C library's own, and copied at once.
        var description: String { unsafe "\(String(cString: strerror(code))) (\(call))" }
    }

    /// Makes the folder with mode 0700, and what leads to it with the usual one; one that exists is left alone.
    static func makeFolder(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) { return }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw Problem(call: "mkdir", code: errno) }
    }

    /// Writes the bytes to a new file beside `path` with mode 0600, and puts it in its place.
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let fresh = "\(path).\(ProcessInfo.processInfo.processIdentifier).new"
        let descriptor = unsafe open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Problem(call: "open", code: errno) }
        do {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: Data(bytes))
            try file.synchronize()
            try file.close()
            if unsafe rename(fresh, path) != 0 { throw Problem(call: "rename", code: errno) }
        } catch {
            unsafe unlink(fresh)
            throw error
        }
    }

    /// An exclusive lock on a file, held until it is released or the process ends.
    struct Lock {
        private let descriptor: Int32

        /// Waits until no other process holds it.
        init(_ path: String) throws {
            descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Problem(call: "open", code: errno) }
            while flock(descriptor, LOCK_EX) != 0 {
                guard errno == EINTR else { throw Problem(call: "flock", code: errno) }
            }
        }

        func release() { _ = close(descriptor) }
    }
}
