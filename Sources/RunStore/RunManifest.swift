internal import FoundationEssentials
package import Tables

/// What a run of replicates is: everything that its results depend on, and where it began.
///
/// Two runs with the same identity have the same shards, on whatever machines they are drawn.
package struct RunManifest: Codable, Sendable, Hashable {
  /// What the results depend on.
  package struct Identity: Codable, Sendable, Hashable {
    /// Version of the layout of the directory; it grows when a reader of the old one would misread the new.
    package var schemaVersion = 1
    /// Sub-command.
    package var command: String
    /// Version of the engine: draws and solvers may differ between versions.
    package var engineVersion: String
    /// Every setting that was given and that results depend on, by name.
    package var settings: [String: [String]]
    /// SHA-256 of the data, in hexadecimal digits.
    package var dataDigest: String
    /// Number of replicates B.
    package var replicateCount: Int
    /// Replicates in a shard; the last shard may have fewer.
    package var shardSize: Int
    /// Parts of the study, in the order of their values in a shard.
    package var parts: [Part]

    /// Identity of a run.
    package init(
      command: String, engineVersion: String, settings: [String: [String]], dataDigest: String,
      replicateCount: Int, shardSize: Int, parts: [Part]
    ) {
      (self.command, self.engineVersion) = (command, engineVersion)
      (self.settings, self.dataDigest) = (settings, dataDigest)
      (self.replicateCount, self.shardSize, self.parts) = (replicateCount, shardSize, parts)
    }

    /// Number of shards.
    package var shardCount: Int { (replicateCount + shardSize - 1) / shardSize }

    /// Replicates of a shard.
    package func replicates(ofShard number: Int) -> Range<Int> {
      number * shardSize..<min((number + 1) * shardSize, replicateCount)
    }

    /// Numbers that one replicate is reduced to.
    package var valueCount: Int { parts.reduce(0) { $0 + $1.valueCount } }
  }

  /// One world over one window.
  package struct Part: Codable, Sendable, Hashable {
    /// What it is, in words.
    package var name: String
    /// Numbers that one replicate is reduced to.
    package var valueCount: Int
    /// Linear programs of one replicate.
    package var programCount: Int

    /// Part of a study.
    package init(name: String, valueCount: Int, programCount: Int) {
      (self.name, self.valueCount, self.programCount) = (name, valueCount, programCount)
    }
  }

  /// Where the run began; results do not depend on it as long as processors are of one type.
  package struct Environment: Codable, Sendable, Hashable {
    /// Model of the processor.
    package var processor: String
    /// Instruction set of the kernels.
    package var kernels: String
    /// Processor family that the BLAS library chose kernels for.
    package var blasCore: String

    /// Environment of a process.
    package init(processor: String, kernels: String, blasCore: String) {
      (self.processor, self.kernels, self.blasCore) = (processor, kernels, blasCore)
    }
  }

  /// What the results depend on.
  package var identity: Identity
  /// Settings of the report, by name: what it shows, at which level; and the name of the data's file.
  package var report: [String: [String]]
  /// Where the run began.
  package var environment: Environment

  /// Manifest of a run.
  package init(identity: Identity, report: [String: [String]], environment: Environment) {
    (self.identity, self.report, self.environment) = (identity, report, environment)
  }
}

extension RunManifest.Identity {
  /// SHA-256 of the identity; every shard carries it.
  package var digest: [UInt8] { SHA256.digest(RunManifest.bytes(of: self)) }
}

extension RunManifest {
  /// SHA-256 of the identity; every shard carries it.
  package var digest: [UInt8] { identity.digest }

  /// The manifest as JSON with a final line end.
  package var bytes: [UInt8] { Self.bytes(of: self) + [UInt8(ascii: "\n")] }

  /// Reads a manifest; `file` is its name in messages.
  package init(_ bytes: [UInt8], file: String) throws(TableError) {
    do {
      self = try JSONDecoder().decode(RunManifest.self, from: Data(bytes))
    } catch {
      throw TableError(
        .data, "\(file): found no manifest of a run; expected the JSON of this program")
    }
    guard identity.schemaVersion == 1 else {
      throw TableError(
        .data, "\(file): found schema version \(identity.schemaVersion); expected 1")
    }
    let sizes = 1...Self.largestSize
    guard sizes.contains(identity.replicateCount), sizes.contains(identity.shardSize),
      identity.parts.count <= Self.largestSize,
      identity.parts.allSatisfy({
        sizes.contains($0.valueCount) && sizes.contains($0.programCount)
      }), sizes.contains(identity.valueCount)
    else {
      throw TableError(
        .data, "\(file): found sizes that no run has; expected 1 to \(Self.largestSize)")
    }
  }

  /// Largest number of replicates, and of anything in one of them: eight times the product of two is a whole
  /// number yet.
  private static let largestSize = 100_000_000

  private static func bytes(of value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("a manifest that has no JSON")
    }
    return Array(data)
  }
}
