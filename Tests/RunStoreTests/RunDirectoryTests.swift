import Glibc
import RunStore
import Tables
import TestSupport
import Testing

@Suite("Runs on disk")
struct RunDirectoryTests {
  private let temporary = TemporaryDirectory()

  private static func manifest(seed: String = "1", kernels: String = "avx2") -> RunManifest {
    RunManifest(
      identity: .init(
        command: "bootstrap", engineVersion: "1.0", settings: ["seed": [seed]],
        dataDigest: "00", replicateCount: 25, shardSize: 10,
        parts: [
          .init(name: "a", valueCount: 3, programCount: 9),
          .init(name: "b", valueCount: 1, programCount: 2),
        ]),
      report: ["level": ["0.9"]],
      environment: .init(processor: "model", kernels: kernels, blasCore: "core"))
  }

  private static func shard(_ number: Int) -> ShardFile {
    let count = manifest().identity.replicates(ofShard: number).count
    let values = [3 * count, count].map { size in
      (0..<size).map { $0 == 1 ? Double.nan : Double($0) / 7 - Double(number) }
    }
    return ShardFile(
      number: number, values: values, counts: [[1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1]],
      kernels: "avx2")
  }

  private func create(_ name: String = "run") throws -> RunDirectory {
    try RunDirectory(
      creating: temporary.file(name), Self.manifest(), data: Array("unit,x,y\n".utf8))
  }

  @Test("a run is read back as it was written")
  func roundTrip() throws {
    let run = try create()
    #expect(!run.hasShard(1) && run.storedShards.isEmpty)
    try run.store(Self.shard(1))
    try run.store(Self.shard(2))
    let read = try RunDirectory(opening: run.path)
    #expect(read.manifest == Self.manifest())
    #expect(read.storedShards == [1, 2])
    let shard = try #require(try read.shard(2))
    #expect(shard.bytes(read.manifest) == Self.shard(2).bytes(read.manifest))
    #expect(shard.values[0][1].isNaN && shard.values[1].count == 5)
    #expect(shard.counts[1] == [7, 6, 5, 4, 3, 2, 1])
    #expect(try read.shard(0) == nil)
    #expect(try InputFile.bytes(ofFile: read.dataPath) == Array("unit,x,y\n".utf8))
  }

  @Test("how the data were made is kept with the run, and a damaged record is refused")
  func preparation() throws {
    let record = RunPreparation(
      title: "工业", citations: ["Yearbook, \"2012\""], recipeName: "r.toml", recipe: "[[step]]\n",
      sources: [.init(name: "raw.csv", digest: "00")], steps: ["read: 2 rows"], warnings: [],
      originColumns: ["column", "origin"], origins: [["y", "raw.csv"], ["k", "5: capital"]])
    #expect(try create("without").preparation() == nil)
    let run = try RunDirectory(
      creating: temporary.file("with"), Self.manifest(), data: [], preparation: record)
    #expect(try RunDirectory(opening: run.path).preparation() == record)
    var (later, ragged) = (record, record)
    later.schemaVersion = 2
    ragged.origins[1].append("one too many")
    for bytes in [later.bytes, ragged.bytes, Array("{}".utf8), Array(record.bytes.dropLast(9))] {
      #expect(throws: TableError.self) { try RunPreparation(bytes, file: "p.json") }
    }
  }

  @Test("the identity of a run does not depend on the machine, nor on what is shown")
  func identity() {
    #expect(Self.manifest(kernels: "avx512").digest == Self.manifest().digest)
    #expect(Self.manifest(seed: "2").digest != Self.manifest().digest)
    #expect(Self.manifest().identity.shardCount == 3)
    #expect(Self.manifest().identity.replicates(ofShard: 2) == 20..<25)
  }

  @Test("no changed byte, no missing byte and no other shard passes for a shard")
  func damage() throws {
    let manifest = Self.manifest()
    let bytes = Self.shard(1).bytes(manifest)
    for index in stride(from: 0, to: bytes.count, by: 13) {
      var changed = bytes
      changed[index] ^= 0x10
      #expect(throws: ShardFile.Damage.digest) { try ShardFile(changed, number: 1, manifest) }
    }
    for count in stride(from: 0, to: bytes.count, by: 29) {
      #expect(throws: ShardFile.Damage.self) {
        try ShardFile(Array(bytes[..<count]), number: 1, manifest)
      }
    }
    #expect(throws: ShardFile.Damage.header) { try ShardFile(bytes, number: 0, manifest) }
    #expect(throws: ShardFile.Damage.otherRun) {
      try ShardFile(bytes, number: 1, Self.manifest(seed: "2"))
    }
    // A true digest over a line that is no header, or numbers that are too few.
    for text in ["{}\n", "{\"run\": 3}\n", "\n\n\n"] {
      let body = Array(text.utf8)
      #expect(throws: ShardFile.Damage.header) {
        try ShardFile(body + SHA256.digest(body), number: 1, manifest)
      }
    }
    let short = Array(bytes.dropLast(32 + 8))
    #expect(throws: ShardFile.Damage.truncated) {
      try ShardFile(short + SHA256.digest(short), number: 1, manifest)
    }
  }

  @Test("a directory with files is left as it is")
  func occupied() throws {
    _ = temporary.write("notes.txt", [1])
    do {
      _ = try RunDirectory(creating: temporary.file(""), Self.manifest(), data: [])
      Issue.record("made")
    } catch {
      #expect(error.category == .cannotCreate)
    }
    #expect(temporary.names() == ["notes.txt"])
    do {
      _ = try RunDirectory(opening: temporary.file(""))
      Issue.record("opened")
    } catch {
      #expect(error.category == .noInput)
    }
  }

  @Test("a run that was killed while it was made is made again, and files under construction go")
  func killedAtBirth() throws {
    let run = try create()
    unsafe unlink("\(run.path)/\(RunDirectory.manifestName)")
    _ = temporary.write("run/.farrell-1-2.tmp", [1])
    let again = try create()
    try again.store(Self.shard(0))
    _ = temporary.write("run/shards/.farrell-3-4.tmp", [1])
    again.removeTemporaryFiles()
    #expect(again.storedShards == [0] && again.locks.isEmpty)
    for name in ["run/.farrell-1-2.tmp", "run/shards/.farrell-3-4.tmp"] {
      #expect(unsafe access(temporary.file(name), F_OK) != 0)
    }
  }

  @Test("sizes that no run has are refused before anything is multiplied")
  func hugeSizes() throws {
    let text = String(decoding: Self.manifest().bytes, as: UTF8.self)
    for (name, value) in [("replicateCount", "25"), ("shardSize", "10"), ("valueCount", "3")] {
      for size in ["0", "-1", "9223372036854775807"] {
        let parts = text.split(
          separator: "\"\(name)\" : \(value)", omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        let changed = parts.joined(separator: "\"\(name)\" : \(size)")
        #expect(throws: TableError.self) {
          try RunManifest(Array(changed.utf8), file: "manifest.json")
        }
      }
    }
  }

  @Test(
    "a manifest that is none is refused with its name",
    arguments: [
      "", "{}", "[1, 2]", "{\"identity\": 3}", "{\"identity\": {\"schemaVersion\": 9}}", "\u{0}",
    ])
  func badManifest(text: String) {
    do {
      _ = try RunManifest(Array(text.utf8), file: "work/manifest.json")
      Issue.record("read")
    } catch {
      #expect(error.category == .data)
      #expect(error.message.hasPrefix("work/manifest.json: "))
    }
  }

  @Test(
    "while a process holds a part of a run no other gets it; what a dead one left is taken over")
  func locks() throws {
    let run = try create()
    do {
      let lock = try RunLock(run, name: "all")
      #expect(throws: TableError.self) { try RunLock(run, name: "all") }
      _ = try RunLock(run, name: "1-of-2")
      withExtendedLifetime(lock) {}
    }
    _ = try RunLock(run, name: "all")
    // The process of this number began at another time, so it is another one.
    _ = temporary.write(
      "run/locks/all", Array("{\"host\":\"\(Self.host)\",\"process\":1,\"started\":\"-1\"}".utf8))
    _ = try RunLock(run, name: "all")
    _ = temporary.write(
      "run/locks/all", Array("{\"host\":\"elsewhere\",\"process\":1,\"started\":\"-1\"}".utf8))
    do {
      _ = try RunLock(run, name: "all")
      Issue.record("taken")
    } catch {
      #expect(error.message.contains("process 1 on elsewhere"))
    }
  }

  private static var host: String {
    let bytes = (try? InputFile.bytes(ofFile: "/proc/sys/kernel/hostname")) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
      ?? ""
  }

  @Test("draws have the header that NumPy asks for, and then their bytes")
  func draws() throws {
    let path = temporary.file("draws.npy")
    try OutputFile(.file(path: path, replacing: false), inputs: []).write {
      (output) throws(TableError) in
      try DrawsFile.write(rowCount: 2, columnCount: 3, to: &output) { row in
        [Double(row), 0.5, -2]
      }
    }
    let bytes = try InputFile.bytes(ofFile: path, stopsAtNull: false)
    #expect(Array(bytes[..<8]) == [0x93, 78, 85, 77, 80, 89, 1, 0])
    let size = Int(bytes[8]) + 256 * Int(bytes[9])
    #expect((10 + size) % 64 == 0 && bytes.count == 10 + size + 48)
    let header = String(decoding: bytes[10..<10 + size], as: UTF8.self)
    #expect(header.hasPrefix("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"))
    #expect(header.hasSuffix(" \n"))
    // 1.0 in the second row.
    #expect(Array(bytes[(10 + size + 24)..<(10 + size + 32)]) == [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
  }
}
