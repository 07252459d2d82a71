import CMicroHTTPD
import Glibc

/// A client's connection, from acceptance to close.
///
/// It belongs to the thread of its loop, like the exchange in it.
@safe final class Client {
    /// It serves the client for as long as there is one.
    unowned let loop: ConnectionLoop
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

    init(loop: ConnectionLoop, number: Int, socket: CInt, peer: PeerAddress, deadline: ContinuousClock.Instant) {
        self.loop = loop
        self.number = number
        self.socket = socket
        self.peer = peer
        self.deadline = deadline
    }

    @unsafe func attach(_ connection: OpaquePointer?) { unsafe self.connection = connection }

    /// Writes to the client past libmicrohttpd, which then has nothing more to say on the connection.
    ///
    /// What the socket does not take at once is lost, and that is all: the connection is being closed.
    func writeLast(_ bytes: [UInt8]) {
        if isSentInSession(bytes) {
            _ = shutdown(socket, CInt(SHUT_RDWR))
        } else {
            write(bytes, asLastTo: socket)
        }
    }

    /// Writes to the client past libmicrohttpd what nothing will follow, and goes on listening.
    func writeLastWord(_ bytes: [UInt8]) {
        if !isSentInSession(bytes) {
            _ = unsafe send(socket, bytes, bytes.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
        }
        _ = shutdown(socket, CInt(SHUT_WR))
    }

    /// Writes through the connection's TLS session and ends that; false if there is none, and nothing was written.
    private func isSentInSession(_ bytes: [UInt8]) -> Bool {
        guard let connection = unsafe connection else { return false }
        return unsafe soleus_mhd_send_tls(connection, bytes, bytes.count) != 0
    }

    /// Keeps libmicrohttpd from the connection until `resume`; only the callbacks in which it asks for something may do so.
    func suspend() {
        guard let connection = unsafe connection else { return }
        unsafe MHD_suspend_connection(connection)
    }

    /// Lets libmicrohttpd ask again; the connection is suspended.
    func resume() {
        guard let connection = unsafe connection else { return }
        unsafe MHD_resume_connection(connection)
    }
}

/// Writes to a socket what nothing will follow, and drops what the client has said beyond it.
func write(_ bytes: [UInt8], asLastTo socket: CInt) {
    _ = unsafe send(socket, bytes, bytes.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
    _ = shutdown(socket, CInt(SHUT_RDWR))
    // Closed with bytes unread, the connection would be reset, and the client might never see the answer.
    _ = recv(socket, nil, 1 << 20, CInt(MSG_TRUNC) | CInt(MSG_DONTWAIT))
}
