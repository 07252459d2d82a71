import Glibc
import HTTPMessages
import Synchronization

/// A file without a name in a private folder, which is gone as soon as nobody holds it any more: also when the process is
/// killed, and however a request ends.
final class SpoolFile: SpooledBody {
    /// Why a file could not be made, written or read.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let code: CInt

        var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }
        var description: String { unsafe String(cString: strerror(code)) }
    }

    private let descriptor: CInt
    /// Grows on the thread of the connection's loop, and no more once a handler has the file.
    private let size = Atomic(0)

    /// Makes an empty file, whose name is gone before anything is in it.
    init(in folder: String) throws(Failure) {
        let path = "\(folder)/upload-\(Request.newID())"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        guard unsafe unlink(path) == 0 else {
            let failure = Failure(code: errno)
            _ = close(descriptor)
            throw failure
        }
    }

    /// Takes over an open file.
    init(descriptor: CInt) { self.descriptor = descriptor }

    deinit { _ = close(descriptor) }

    var count: Int { size.load(ordering: .acquiring) }

    func append(_ bytes: [UInt8]) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(
                    descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
            }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { throw Failure(code: result < 0 ? errno : ENOSPC) }
            written += result
        }
        size.add(bytes.count, ordering: .releasing)
    }

    func bytes(at offset: Int, count: Int) throws(Failure) -> [UInt8] {
        let wanted = max(0, min(count, self.count - offset))
        guard wanted > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: wanted)
        var read = 0
        while read < wanted {
            let result = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + read }, wanted - read, offset + read)
            }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { throw Failure(code: result < 0 ? errno : EIO) }
            read += result
        }
        return bytes
    }
}

/// The folder that large bodies are written to: made here, or this user's own and nobody else's.
func preparePrivateFolder(_ path: String) throws(HTTPServerError) {
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw .cannotSpool(path: path, reason: systemError()) }
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw .cannotSpool(path: path, reason: systemError()) }
    guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
        throw .cannotSpool(path: path, reason: "it is not a folder that belongs to this user alone (mode 0700)")
    }
}
