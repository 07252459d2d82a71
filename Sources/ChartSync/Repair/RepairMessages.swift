package import Care

/// `POST /v1/sync/checksums`: by which slices a copy differs from the service's.
package struct ChecksumsRequest: Hashable, Sendable, Codable {
    package var device: DeviceID
    package var schema: Int
    package var scope: Scope

    package init(device: DeviceID, schema: Int, scope: Scope) {
        self.device = device
        self.schema = schema
        self.scope = scope
    }
}

/// The checksums of a scope's slices at one version; a device compares them with its own at the same version.
package struct ChecksumsAnswer: Hashable, Sendable, Codable {
    package var scope: Scope
    package var epoch: String
    package var version: Int64
    /// Over all slices.
    package var checksum: String
    /// In the order of their names; a slice without rows is left out.
    package var slices: [SliceSum]

    package init(scope: Scope, epoch: String, version: Int64, checksum: String, slices: [SliceSum]) {
        self.scope = scope
        self.epoch = epoch
        self.version = version
        self.checksum = checksum
        self.slices = slices
    }
}

/// How many rows a slice has, and their sum.
package struct SliceSum: Hashable, Sendable, Codable {
    package var slice: ChartSlice
    package var rows: Int
    package var checksum: String

    package init(slice: ChartSlice, rows: Int, checksum: String) {
        self.slice = slice
        self.rows = rows
        self.checksum = checksum
    }
}

/// `POST /v1/sync/repair`: a slice anew.
package struct RepairRequest: Hashable, Sendable, Codable {
    package var device: DeviceID
    package var schema: Int
    package var scope: Scope
    package var slice: ChartSlice
    /// The last row id of the answer before; absent the first time.
    package var after: String?

    package init(device: DeviceID, schema: Int, scope: Scope, slice: ChartSlice, after: String? = nil) {
        self.device = device
        self.schema = schema
        self.scope = scope
        self.slice = slice
        self.after = after
    }
}

/// The rows of a slice, in the order of their ids: those after the request's, up to `through`.
///
/// The device removes those of its rows in that range that are not among them, and stores those that are, unless it has a
/// newer version of one. It keeps its cursor, and pulls next.
package struct RepairAnswer: Hashable, Sendable, Codable {
    package var scope: Scope
    package var epoch: String
    package var version: Int64
    package var slice: ChartSlice
    package var rows: [WireRow]
    /// The last row id of this answer when more follow; absent on the last one.
    package var through: String?

    package init(
        scope: Scope, epoch: String, version: Int64, slice: ChartSlice, rows: [WireRow], through: String?
    ) {
        self.scope = scope
        self.epoch = epoch
        self.version = version
        self.slice = slice
        self.rows = rows
        self.through = through
    }
}
