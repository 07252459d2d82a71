import Foundation
import Glibc
import HTTPMessages
import HTTPServer
import Testing

private let openssl = "/usr/bin/openssl"

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: openssl)))
struct `TLS` {
    /// A self-signed certificate for 127.0.0.1 in a directory of its own.
    private func withIdentity<Result>(_ body: (TLSFiles) async throws -> Result) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "soleus-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let files = TLSFiles(
            certificatePath: directory.appending(path: "cert.pem").path,
            keyPath: directory.appending(path: "key.pem").path)
        let made = try await run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", files.keyPath, "-out",
                files.certificatePath,
            ], input: "")
        #expect(made.status == 0)
        let result = try await body(files)
        try FileManager.default.removeItem(at: directory)
        return result
    }

    /// Runs openssl by the shell.
    ///
    /// Not by Foundation's `Process`: it watches its children with `select`, which breaks as soon as the suites beside this
    /// one hold more than 1,024 descriptors.
    private func run(_ arguments: [String], input: String) async throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "soleus-openssl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (inputFile, outputFile) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(input.utf8).write(to: inputFile)
        let words = ([openssl] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let command = "\(words) <'\(inputFile.path)' >'\(outputFile.path)' 2>/dev/null"
        // Unsafe only in that the string is lent to C for the length of the call.
        let status = try await onThread { unsafe system(command) }
        let output = try Data(contentsOf: outputFile)
        try FileManager.default.removeItem(at: folder)
        return (status, String(decoding: output, as: UTF8.self))
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `serves what a client that checks the certificate asks for`(version: String) async throws {
        try await withIdentity { files in
            var configuration = HTTPServerConfiguration()
            configuration.tls = files
            let server = HTTPServer(configuration: configuration, logger: .silent) { _ in .text("in confidence") }
            let port = try server.start()
            let answer = try await run(
                [
                    "s_client", "-quiet", version, "-verify_return_error", "-CAfile", files.certificatePath, "-connect",
                    "127.0.0.1:\(port)",
                ], input: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            await server.drain(deadlineSeconds: 5)
            #expect(answer.output.hasPrefix("HTTP/1.1 200"))
            #expect(answer.output.hasSuffix("in confidence"))
        }
    }

    @Test func `refuses what libmicrohttpd cannot parse in problem details`() async throws {
        try await withIdentity { files in
            var configuration = HTTPServerConfiguration.unhurried
            configuration.tls = files
            let server = HTTPServer(configuration: configuration, logger: .silent, handler: echo)
            let port = try server.start()
            let answer = try await run(
                ["s_client", "-quiet", "-connect", "127.0.0.1:\(port)"],
                input: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n")
            await server.drain(deadlineSeconds: 5)
            #expect(answer.output.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.output.contains("\r\nContent-Type: application/problem+json\r\n"))
            #expect(answer.output.contains("\r\nX-Request-Id: "))
            #expect(answer.output.hasSuffix("}"))
        }
    }

    @Test func `refuses versions before 1.2, and clients that speak plainly`() async throws {
        try await withIdentity { files in
            try await withServer(
                {
                    $0.tls = files
                    $0.deadlines.headerSeconds = 0.3
                },
                client: { port in
                    let client = try RawClient(port: port)
                    try client.request("GET", "/")
                    #expect(try !client.untilClosed().contains("HTTP/1.1 200"))
                })
            var configuration = HTTPServerConfiguration()
            configuration.tls = files
            let server = HTTPServer(configuration: configuration, logger: .silent, handler: echo)
            let port = try server.start()
            let old = try await run(
                ["s_client", "-quiet", "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0", "-connect", "127.0.0.1:\(port)"],
                input: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            await server.drain(deadlineSeconds: 5)
            #expect(old.status != 0)
            #expect(old.output.isEmpty)
        }
    }

    @Test func `does not start without its files, or with a key of another certificate`() async throws {
        try await withIdentity { files in
            try await withIdentity { others in
                var configuration = HTTPServerConfiguration()
                configuration.tls = TLSFiles(certificatePath: files.certificatePath, keyPath: others.keyPath)
                let mismatched = HTTPServer(configuration: configuration, logger: .silent, handler: echo)
                #expect(throws: HTTPServerError.cannotStart(reason: "is the certificate of this key?")) {
                    try mismatched.start()
                }
                configuration.tls = TLSFiles(certificatePath: files.certificatePath, keyPath: "/nonexistent")
                let missing = HTTPServer(configuration: configuration, logger: .silent, handler: echo)
                #expect(throws: HTTPServerError.self) { try missing.start() }
            }
        }
    }
}
