// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "farrell",
  products: [
    .library(name: "Frontier", targets: ["Frontier", "DenseKernels"]),
    .library(name: "Productivity", targets: ["Productivity"]),
    .library(name: "Inference", targets: ["Inference"]),
    .executable(name: "farrell", targets: ["farrell"]),
    .library(name: "CFarrell", type: .static, targets: ["Embedding"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(name: "CPlatform"),
    .target(name: "CKernels"),
    .target(
      name: "DenseKernels", dependencies: ["COpenBLAS", "CKernels", "CPlatform"],
      swiftSettings: strict),
    .target(
      name: "LinearProgramming",
      dependencies: ["CKernels", "DenseKernels", .product(name: "BigInt", package: "BigInt")],
      swiftSettings: strict),
    .target(
      name: "Frontier", dependencies: ["DenseKernels", "LinearProgramming"],
      swiftSettings: strict),
    .target(name: "Productivity", dependencies: ["Frontier"], swiftSettings: strict),
    .target(
      name: "Inference", dependencies: ["DenseKernels", "Frontier", "Productivity"],
      swiftSettings: strict),
    .target(name: "Tables", dependencies: ["Frontier"], swiftSettings: strict),
    .target(name: "Preparation", dependencies: ["Tables"], swiftSettings: strict),
    .target(name: "Drawing", dependencies: ["Tables"], swiftSettings: strict),
    .target(name: "Publishing", dependencies: ["Drawing", "Tables"], swiftSettings: strict),
    .target(name: "RunStore", dependencies: ["Tables"], swiftSettings: strict),
    .target(
      name: "Analysis",
      dependencies: [
        "DenseKernels", "Drawing", "Frontier", "Inference", "Productivity", "RunStore", "Tables",
      ], swiftSettings: strict),
    .target(name: "CFarrell"),
    .target(name: "CEmbedding"),
    .target(
      name: "Embedding",
      dependencies: [
        "Analysis", "CEmbedding", "CFarrell", "DenseKernels", "Drawing", "Frontier", "Inference",
        "RunStore", "Tables",
      ], swiftSettings: strict),
    .executableTarget(
      name: "farrell",
      dependencies: [
        "Analysis", "CPlatform", "DenseKernels", "Drawing", "Frontier", "Inference", "Preparation",
        "Productivity", "Publishing", "RunStore", "Tables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .target(
      name: "CRivals", path: "Benchmarks/CRivals", linkerSettings: [.linkedLibrary("dl")]),
    .executableTarget(
      name: "farrell-benchmarks",
      dependencies: [
        "CRivals", "DenseKernels", "LinearProgramming", "Frontier", "Tables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks",
      exclude: ["README.md", "growth.svg", "Coverage", "CRivals", "scripts", "instructions.txt"],
      swiftSettings: strict),
    .executableTarget(
      name: "farrell-coverage",
      dependencies: [
        "DenseKernels", "Frontier", "Inference", "Productivity",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/Coverage", swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Frontier", "LinearProgramming", "DenseKernels"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "DenseKernelsTests",
      dependencies: ["CKernels", "CPlatform", "DenseKernels", "TestSupport"],
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
      name: "InferenceTests", dependencies: ["Inference", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TablesTests", dependencies: ["Tables", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PreparationTests", dependencies: ["Preparation", "Tables", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DrawingTests", dependencies: ["Drawing", "Tables", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PublishingTests",
      dependencies: ["Drawing", "Publishing", "RunStore", "Tables", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RunStoreTests", dependencies: ["RunStore", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "FarrellCommandTests",
      dependencies: ["DenseKernels", "farrell", "Frontier", "Inference", "TestSupport"],
      swiftSettings: strict),
  ]
)
