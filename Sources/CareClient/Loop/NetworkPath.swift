/// Whether the service can be tried, as the operating system sees the network.
public enum NetworkPath: Hashable, Sendable {
    /// There is some way to the network.
    case available
    /// There is none; trying would only cost power.
    case unavailable
}

#if canImport(Network)
import Network

extension NetworkPath {
    /// The network of this machine, as it changes; the first value comes at once.
    public static var changes: AsyncStream<NetworkPath> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let monitor = NWPathMonitor()
            monitor.pathUpdateHandler = { path in
                continuation.yield(path.status == .satisfied ? .available : .unavailable)
            }
            continuation.onTermination = { _ in monitor.cancel() }
            monitor.start(queue: .global(qos: .utility))
        }
    }
}
#endif
