/// A phone, tablet or script that keeps a copy of a chart and writes to it.
package struct Device: Hashable, Sendable, Codable {
    package var id: DeviceID
    package var name: Label

    package init(id: DeviceID, name: Label) {
        self.id = id
        self.name = name
    }
}
