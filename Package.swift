// swift-tools-version: 6.2

import PackageDescription

// One list of settings for every target: a rule that holds in one module holds in all of them.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

/// For the command line alone: its hundred commands wait for people and networks, what computes lies in the modules below,
/// and optimising them takes a sixth of a release build.
let unoptimised = [SwiftSetting.unsafeFlags(["-Onone"], .when(configuration: .release))]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")

/// A module of ours, and the modules it may import.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// `options` are for this program alone.
func program(_ name: String, _ dependencies: [Target.Dependency], _ options: [SwiftSetting] = []) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings + options)
}

/// `files` are what the tests read from the folder beside their sources.
func tests(of name: String, _ dependencies: [Target.Dependency] = [], files: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: files,
        swiftSettings: settings)
}

let package = Package(
    name: "soleus",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "soleusd", targets: ["soleusd"]),
        .executable(name: "soleus", targets: ["soleus"]),
        .library(name: "CareClient", targets: ["CareClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // C libraries: a module map, and a shim for what Swift cannot call.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Infrastructure, named for what it talks to.
        module("Postgres", ["CLibPQ", crypto, logging]),
        module("HTTPMessages"),
        module("HTTPServer", ["CMicroHTTPD", "CZlib", "HTTPMessages", logging]),
        module("StrictJSON"),
        module("Credentials", ["CArgon2", crypto]),
        module("Prometheus", [metrics]),

        // Care, named for what it holds.
        module("Care"),
        module("X12"),
        module("ChartSync", ["Care", "StrictJSON", crypto]),
        module("CareMessages", ["Care"]),
        module("Pictures", ["Care"]),
        module("CareStore", ["Care", "ChartSync", "Postgres"]),
        module(
            "CareServices",
            ["Care", "CareMessages", "CareStore", "ChartSync", "Credentials", "Postgres", "StrictJSON", "X12", logging]),
        module(
            "CareAPI", ["Care", "CareMessages", "CareServices", "ChartSync", "HTTPMessages", "StrictJSON", logging]),
        module("CareClient", ["Care", "CareMessages", "ChartSync", "StrictJSON", grdb]),

        // Measuring: who lives in the database, and who asks the service for things.
        module(
            "Population",
            ["Care", "CareStore", "ChartSync", "Credentials", "Postgres", "StrictJSON"]),
        module("LoadClient"),

        // Programs.
        module(
            "SoleusRuntime",
            [
                "Care", "CareAPI", "CareServices", "CareStore", "ChartSync", "Credentials", "HTTPMessages",
                "HTTPServer",
                "Postgres", "Prometheus", "StrictJSON", configuration, logging, metrics,
            ]),
        program("soleusd", ["SoleusRuntime", argumentParser]),
        program(
            "soleus-bench",
            [
                "Care", "CareStore", "ChartSync", "LoadClient", "Pictures", "Population", "Postgres", "StrictJSON",
                argumentParser, logging,
            ]),
        program(
            "soleus",
            ["Care", "CareClient", "CareMessages", "ChartSync", "Pictures", "StrictJSON", "X12", argumentParser],
            unoptimised),

        // Tests, grouped by what they need: nothing, PostgreSQL, a socket, a process.
        tests(of: "StrictJSON"),
        tests(of: "HTTPMessages"),
        tests(of: "Credentials"),
        tests(of: "Prometheus", [metrics]),
        tests(of: "Care"),
        tests(of: "X12"),
        tests(of: "ChartSync", ["Care", "StrictJSON", crypto]),
        tests(of: "Pictures", ["Care"], files: ["Golden"]),
        tests(of: "Postgres", ["TestPostgres", logging]),
        tests(
            of: "CareStore",
            [
                "Care", "CareMessages", "CareServices", "ChartSync", "Credentials", "Population", "Postgres",
                "StrictJSON", "TestPostgres", logging,
            ]),
        tests(of: "HTTPServer", ["HTTPMessages", logging]),
        tests(
            of: "CareAPI",
            [
                "Care", "CareMessages", "CareServices", "Credentials", "HTTPMessages", "HTTPServer", "Postgres",
                "Prometheus", "SoleusRuntime", "StrictJSON", "TestPostgres", logging,
            ]),
        tests(of: "CareClient", ["Care", "CareMessages", "ChartSync", "OfflinePhone", "StrictJSON", grdb]),
        // A device that tests kill in the middle of what it does.
        .executableTarget(
            name: "OfflinePhone", dependencies: ["Care", "CareClient", "CareMessages", "ChartSync", grdb],
            path: "Tests/OfflinePhone", swiftSettings: settings),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "soleus", "soleusd", "Care", "CareClient", "CareMessages", "Pictures", "StrictJSON", argumentParser,
            ],
            path: "Tests/CommandLineTests",
            swiftSettings: settings),
        .testTarget(
            name: "ProcessTests",
            dependencies: [
                "soleus", "soleusd", "soleus-bench", "Care", "CareClient", "CareMessages", "CareStore", "ChartSync",
                "Credentials", "HTTPServer", "Population", "Postgres", "StrictJSON", "TestPostgres",
            ],
            swiftSettings: settings),
        .testTarget(name: "TidyTests", swiftSettings: settings),
        .target(
            name: "TestPostgres", dependencies: ["Postgres", logging], path: "Tests/TestPostgres",
            swiftSettings: settings),

        // The sync protocol in one process, by seeds: a few in every run of the tests, thousands by deploy/simulate.
        .target(
            name: "Simulation", dependencies: ["Care", "ChartSync", "StrictJSON"], path: "Tests/Simulation",
            swiftSettings: settings),
        .testTarget(name: "SimulationTests", dependencies: ["ChartSync", "Simulation"], swiftSettings: settings),
        .executableTarget(
            name: "soleus-simulate", dependencies: ["Simulation", argumentParser], path: "Tests/soleus-simulate",
            swiftSettings: settings),
    ]
)
