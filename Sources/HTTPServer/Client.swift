import CMicroHTTPD

/// A client's connection, from acceptance to close.
///
/// It belongs to the thread of its loop, like the exchange in it.
@safe final class Client {
    /// Unique within its loop: a late answer names the client that it is for, not a socket that may have been reused.
    let number: Int
    let socket: CInt
    let peer: PeerAddress
    /// When the socket is shut down; nil while a handler works, whose time is its own.
    var deadline: ContinuousClock.Instant?
    var exchange: Exchange?
    var hasHadRequest = false
    /// libmicrohttpd's connection, between its announcement and its close.
    private var connection: OpaquePointer?

    init(number: Int, socket: CInt, peer: PeerAddress, deadline: ContinuousClock.Instant) {
        self.number = number
        self.socket = socket
        self.peer = peer
        self.deadline = deadline
    }

    @unsafe func attach(_ connection: OpaquePointer?) { unsafe self.connection = connection }

    /// Lets libmicrohttpd call the handler again; the connection is suspended.
    func resume() {
        guard let connection = unsafe connection else { return }
        unsafe MHD_resume_connection(connection)
    }
}
