// swift-tools-version: 6.2
import PackageDescription

// The instruction set of the compiled kernels: any value that `-march=` takes. The default needs a
// processor of 2013 or later (AVX2); `farrell` checks it at its start.
let march = Context.environment["FARRELL_MARCH"] ?? "x86-64-v3"

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

#if arch(x86_64)
  let kernels = strict + [.unsafeFlags(["-Xcc", "-march=\(march)"])]
#else
  let kernels = strict
#endif

let package = Package(
  name: "farrell",
  products: [
    .library(name: "Frontier", targets: ["Frontier"]),
    .library(name: "Productivity", targets: ["Productivity"]),
    .executable(name: "farrell", targets: ["farrell"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(name: "CPlatform", cSettings: [.define("FARRELL_MARCH", to: "\"\(march)\"")]),
    .target(
      name: "DenseKernels", dependencies: ["COpenBLAS", "CPlatform"], swiftSettings: kernels),
    .target(
      name: "LinearProgramming",
      dependencies: ["DenseKernels", .product(name: "BigInt", package: "BigInt")],
      swiftSettings: kernels),
    .target(
      name: "Frontier", dependencies: ["DenseKernels", "LinearProgramming"],
      swiftSettings: kernels),
    .target(name: "Productivity", dependencies: ["Frontier"], swiftSettings: strict),
    .target(name: "Tables", dependencies: ["Frontier"], swiftSettings: strict),
    .executableTarget(
      name: "farrell",
      dependencies: [
        "CPlatform", "DenseKernels", "Frontier", "Productivity", "Tables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ], swiftSettings: strict),
    .target(
      name: "CRivals", path: "Benchmarks/CRivals", linkerSettings: [.linkedLibrary("dl")]),
    .executableTarget(
      name: "farrell-benchmarks",
      dependencies: [
        "CRivals", "DenseKernels", "LinearProgramming", "Frontier", "Tables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks", exclude: ["README.md", "CRivals"], swiftSettings: kernels),

    .target(
      name: "TestSupport", dependencies: ["Frontier", "LinearProgramming", "DenseKernels"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "DenseKernelsTests", dependencies: ["DenseKernels", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LinearProgrammingTests", dependencies: ["LinearProgramming", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "FrontierTests", dependencies: ["Frontier", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ProductivityTests", dependencies: ["Productivity", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TablesTests", dependencies: ["Tables", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "FarrellCommandTests", dependencies: ["farrell", "TestSupport"],
      swiftSettings: strict),
  ]
)
