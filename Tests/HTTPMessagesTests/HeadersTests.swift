import HTTPMessages
import Testing

@Suite struct `Header fields` {
    @Test func `are found whatever their case`() {
        let headers: HTTPHeaders = ["Content-Type": "text/plain"]
        #expect(headers["content-TYPE"] == "text/plain")
        #expect(headers["content-typ"] == nil)
    }

    @Test func `of one name stay apart and in order`() {
        var headers: HTTPHeaders = ["Vary": "Origin"]
        headers.append("vary", "Accept")
        #expect(headers.values("VARY") == ["Origin", "Accept"])
        #expect(headers["Vary"] == "Origin")
    }

    @Test func `that are set replace every field of the name`() {
        var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3"]
        headers["A"] = "4"
        #expect(headers.fields == [.init("B", "2"), .init("A", "4")])
        headers["b"] = nil
        #expect(headers["B"] == nil)
    }

    @Test func `that are defaults give way`() {
        var headers: HTTPHeaders = ["Cache-Control": "private"]
        headers.setIfAbsent("cache-control", "no-store")
        headers.setIfAbsent("X", "y")
        #expect(headers.values("Cache-Control") == ["private"])
        #expect(headers["X"] == "y")
    }

    @Test func `that are lists are split over all fields`() {
        let headers: HTTPHeaders = ["Accept-Encoding": "gzip , br", "accept-encoding": " ,identity\t"]
        #expect(headers.list("Accept-Encoding") == ["gzip", "br", "identity"])
    }
}
