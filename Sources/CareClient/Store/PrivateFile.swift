#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Makes an empty file with mode 0600 where there is none, which SQLite then gives to the files beside it.
///
/// Foundation makes a file first and restricts it afterwards, which leaves it open to others for a moment.
func makePrivateFile(at path: String) throws(StoreError) {
    // `open` reads the path during the call and keeps nothing of it.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
        // `strerror` returns text of static storage, copied at once.
        throw .cannotOpen("\(path): \(unsafe String(cString: strerror(errno)))")
    }
    close(descriptor)
}
