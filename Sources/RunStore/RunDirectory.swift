internal import Glibc
package import Tables

/// A run on disk: `manifest.json`, `data`, how these were made, and one file for each shard that is done.
///
/// Every file appears complete or not at all, so a run can be stopped at any moment and by any means.
package struct RunDirectory: Sendable {
  /// Path of the directory.
  package let path: String
  /// What the run is.
  package let manifest: RunManifest

  /// Name of the manifest in a directory.
  package static let manifestName = "manifest.json"

  /// Whether there is a run in a directory.
  package static func exists(_ path: String) -> Bool {
    unsafe access("\(path)/\(manifestName)", F_OK) == 0
  }

  /// Opens a run.
  ///
  /// - Throws: ``TableError`` of category `noInput` where there is none, `data` where the manifest is damaged.
  package init(opening path: String) throws(TableError) {
    let file = "\(path)/\(Self.manifestName)"
    manifest = try RunManifest(InputFile.bytes(ofFile: file), file: file)
    self.path = path
  }

  /// Makes a run, in a directory that is new or empty.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - manifest: what the run is.
  ///   - data: contents of the file of the panel, which the run keeps.
  ///   - preparation: how the data were made, where that is known.
  /// - Throws: ``TableError`` of category `cannotCreate` or `ioError`.
  package init(
    creating path: String, _ manifest: RunManifest, data: [UInt8],
    preparation: RunPreparation? = nil
  ) throws(TableError) {
    try Folder.make(path)
    guard try Folder.names(in: path).allSatisfy(Self.isLeftover) else {
      throw TableError(
        .cannotCreate,
        "\(path): found a directory with files; expected a new one, or --resume with a run")
    }
    (self.path, self.manifest) = (path, manifest)
    for folder in ["shards", "locks"] { try Folder.make("\(path)/\(folder)") }
    try write(data, to: dataPath, replacing: true)
    if let preparation { try write(preparation.bytes, to: preparationPath, replacing: true) }
    // Last, so that a directory with a manifest has all else.
    try write(manifest.bytes, to: "\(path)/\(Self.manifestName)", replacing: false)
  }

  /// Whether a name in a directory without a manifest is what a process left that was killed while it made the
  /// run.
  private static func isLeftover(_ name: String) -> Bool {
    ["shards", "locks", dataName, preparationName].contains(name) || isTemporary(name)
  }

  /// Whether a name is that of a file under construction.
  private static func isTemporary(_ name: String) -> Bool { name.hasPrefix(".farrell-") }

  /// Removes files under construction; for a process that is alone at work on the run.
  package func removeTemporaryFiles() {
    for folder in [path, "\(path)/shards"] {
      for name in (try? Folder.names(in: folder)) ?? [] where Self.isTemporary(name) {
        unsafe unlink("\(folder)/\(name)")
      }
    }
  }

  /// Parts of the run that some process holds or has left behind.
  package var locks: [String] { (try? Folder.names(in: "\(path)/locks")) ?? [] }

  /// The files that make a run, which nothing but the run may write to.
  ///
  /// - Parameter path: its directory, which may lack some of them.
  /// - Returns: paths of the manifest, of what lies beside it, and of the shards that are there.
  package static func files(of path: String) -> [String] {
    let shards = (try? Folder.names(in: "\(path)/shards")) ?? []
    return ([manifestName, dataName, preparationName] + shards.map { "shards/\($0)" })
      .map { "\(path)/\($0)" }
  }

  private static let dataName = "data"

  /// The data that the run was made for.
  package var dataPath: String { "\(path)/\(Self.dataName)" }

  private static let preparationName = "preparation.json"
  private var preparationPath: String { "\(path)/\(Self.preparationName)" }

  /// How the data were made; nil where the run does not know.
  ///
  /// - Throws: ``TableError`` where the record is damaged.
  package func preparation() throws(TableError) -> RunPreparation? {
    guard unsafe access(preparationPath, F_OK) == 0 else { return nil }
    return try RunPreparation(InputFile.bytes(ofFile: preparationPath), file: preparationPath)
  }

  /// Path of a shard.
  package func shardPath(_ number: Int) -> String {
    let digits = String(number)
    return "\(path)/shards/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// Whether there is a regular file for a shard, whatever is in it.
  package func hasShard(_ number: Int) -> Bool {
    var status = stat()
    return unsafe stat(shardPath(number), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Numbers of the shards that have a file.
  package var storedShards: [Int] { (0..<manifest.identity.shardCount).filter(hasShard) }

  /// Reads a shard; nil where there is none.
  ///
  /// - Throws: ``ShardFile/Damage`` where the file is not that shard.
  package func shard(_ number: Int) throws(ShardFile.Damage) -> ShardFile? {
    guard hasShard(number) else { return nil }
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(ofFile: shardPath(number), stopsAtNull: false)
    } catch {
      throw .truncated
    }
    return try ShardFile(bytes, number: number, manifest)
  }

  /// Keeps a shard.
  ///
  /// - Throws: ``TableError`` of category `cannotCreate` or `ioError`; the directory is as before then.
  package func store(_ shard: ShardFile) throws(TableError) {
    try write(shard.bytes(manifest), to: shardPath(shard.number), replacing: true)
  }

  /// Keeps a shard that was drawn elsewhere.
  ///
  /// - Throws: ``TableError`` of category `data` for bytes that are no shard of this run.
  package func store(bytes: [UInt8]) throws(TableError) {
    let shard: ShardFile
    do throws(ShardFile.Damage) {
      guard let number = ShardFile.number(of: bytes) else { throw .header }
      shard = try ShardFile(bytes, number: number, manifest)
    } catch {
      throw TableError(
        .data, "\(path): found bytes that are no shard of this run (\(error.text)); expected one")
    }
    try store(shard)
  }

  private func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(TableError) {
    let file = try OutputFile(.file(path: path, replacing: replacing), inputs: [])
    try file.write { (output) throws(TableError) in output.buffer.append(bytes: bytes) }
  }
}
