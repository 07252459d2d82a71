import Foundation

/// The programs of this package, as the build has put them beside the tests.
enum BuiltProgram: String {
    case soleus, soleusd
    case bench = "soleus-bench"

    /// Where it lies; the file is there because the tests depend on it.
    var path: URL {
        let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        return folder.appending(component: rawValue)
    }
}
