import CMicroHTTPD
import Glibc
import HTTPMessages

// The functions that libmicrohttpd calls, each on the thread of the loop whose daemon is being run. They turn pointers
// into values and do nothing else.

/// The callbacks of a loop, which owns the daemon and so outlives it.
@unsafe func loopCallbacks(for loop: ConnectionLoop) -> soleus_mhd_callbacks {
    unsafe soleus_mhd_callbacks(
        log: { message in
            guard let message = unsafe message else { return }
            LibraryLog.shared.write(unsafe String(cString: message))
        },
        handle: { context, connection, _, method, version, upload, uploadSize, _ in
            guard let loop = unsafe owner(of: context), let connection = unsafe connection,
                let client = unsafe client(connection), let uploadSize = unsafe uploadSize
            else { return .NO }
            let result: ConnectionLoop.Step
            if unsafe uploadSize.pointee > 0, let upload = unsafe upload {
                let piece = unsafe UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
                result = unsafe loop.received(Array(piece), from: client)
                unsafe uploadSize.pointee = 0
            } else {
                result = loop.step(client) {
                    unsafe RawHead(
                        method: method.map { unsafe String(cString: $0) } ?? "",
                        version: version.map { unsafe String(cString: $0) } ?? "",
                        target: client.exchange?.target ?? [], fields: headerFields(of: connection))
                }
            }
            switch result {
            case .goOn: return .YES
            case .close: return .NO
            case .respond(let response, let stream):
                return unsafe queue(response, stream, of: client, on: connection) ? .YES : .NO
            case .suspend(let begin):
                client.suspend()
                begin()
                return .YES
            }
        },
        connection: { context, connection, socketContext, event in
            guard let loop = unsafe owner(of: context), let connection = unsafe connection,
                let socketContext = unsafe socketContext
            else { return }
            switch event {
            case .CONNECTION_NOTIFY_STARTED:
                guard let client = loop.opened(socket: unsafe soleus_mhd_socket(connection)) else { return }
                unsafe client.attach(connection)
                unsafe socketContext.pointee = Unmanaged.passRetained(client).toOpaque()
            case .CONNECTION_NOTIFY_CLOSED:
                guard let pointer = unsafe socketContext.pointee else { return }
                unsafe socketContext.pointee = nil
                let client = unsafe Unmanaged<Client>.fromOpaque(pointer).takeRetainedValue()
                unsafe client.attach(nil)
                loop.closed(client)
            @unknown default: return
            }
        },
        completed: { context, connection, _, reason in
            guard let loop = unsafe owner(of: context), let connection = unsafe connection,
                let client = unsafe client(connection)
            else { return }
            loop.completed(client, wholly: reason == .REQUEST_TERMINATED_COMPLETED_OK)
        },
        target: { context, target, connection in
            guard let loop = unsafe owner(of: context), let connection = unsafe connection,
                let client = unsafe client(connection), let target = unsafe target
            else { return nil }
            loop.requestArrives(from: client, target: Array(unsafe String(cString: target).utf8))
            return nil
        },
        // Left as it is: the target is decoded once, by us, after it has been split.
        unescape: { _, _, text in
            guard let text = unsafe text else { return 0 }
            return unsafe strlen(text)
        },
        cls: Unmanaged.passUnretained(loop).toOpaque())
}

private func owner(of context: UnsafeMutableRawPointer?) -> ConnectionLoop? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<ConnectionLoop>.fromOpaque(context).takeUnretainedValue()
}

func client(_ connection: OpaquePointer) -> Client? {
    guard let pointer = unsafe soleus_mhd_socket_context(connection) else { return nil }
    return unsafe Unmanaged<Client>.fromOpaque(pointer).takeUnretainedValue()
}

/// Whether value and name still lie in one line of the connection's buffer: the colon and a few blanks apart.
///
/// libmicrohttpd 0.9.75 continues a folded line in the *name*, which it copies elsewhere to make room. The name may still
/// look like one, so that where it lies is the only trace. The pointers are compared, never followed.
private func isOneLine(_ name: UnsafePointer<CChar>?, _ nameSize: Int, _ value: UnsafePointer<CChar>?) -> Bool {
    guard let name = unsafe name, let value = unsafe value else { return false }
    let apart = Int(bitPattern: value) - Int(bitPattern: name) - nameSize
    return (1...16).contains(apart)
}

/// Copies the header fields out, as bytes: they are not known to be text yet.
private func headerFields(of connection: OpaquePointer) -> [RawHead.Field] {
    var fields: [RawHead.Field] = []
    _ = unsafe withUnsafeMutablePointer(to: &fields) { fields in
        unsafe MHD_get_connection_values_n(
            connection, .HEADER_KIND,
            { fields, _, name, nameSize, value, valueSize in
                guard let fields = unsafe fields?.assumingMemoryBound(to: [RawHead.Field].self) else { return .NO }
                unsafe fields.pointee.append(
                    RawHead.Field(
                        name: Array(UnsafeRawBufferPointer(start: name, count: name == nil ? 0 : nameSize)),
                        value: Array(UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueSize)),
                        isOneLine: isOneLine(name, nameSize, value)))
                return .YES
            }, fields)
    }
    return fields
}
