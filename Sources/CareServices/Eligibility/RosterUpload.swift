package import Care

/// A sponsor's file with what its sender says of it.
package struct RosterUpload: Sendable {
    package var fileName: Label?
    package var format: RosterFormat
    package var file: any RosterSource
    /// How many rows there should be, where the sender says so.
    package var expectedRows: Int?
    /// When the sponsor made the file, where the sender says so.
    package var madeOn: LocalDay?
    /// Whether to wait for approval although nothing holds the file.
    package var waits: Bool

    package init(
        fileName: Label? = nil, format: RosterFormat = .csv, file: any RosterSource, expectedRows: Int? = nil,
        madeOn: LocalDay? = nil, waits: Bool = false
    ) {
        self.fileName = fileName
        self.format = format
        self.file = file
        self.expectedRows = expectedRows
        self.madeOn = madeOn
        self.waits = waits
    }

    /// What the file says of itself, and what its sender says where it is silent.
    func declared(_ declaration: RosterDeclaration) -> RosterDeclaration {
        var declared = declaration
        declared.people = declared.people ?? expectedRows
        declared.madeOn = declared.madeOn ?? madeOn
        return declared
    }
}
