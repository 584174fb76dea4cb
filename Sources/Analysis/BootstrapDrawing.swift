internal import DenseKernels
internal import Frontier
internal import Inference
package import RunStore
internal import Tables

/// The replicates of a session: those on disk, and those that are drawn now.
extension BootstrapSession {
  /// All replicates in order; nil where only a part was wanted.
  func blocks(
    _ study: IndexStudy, _ identity: RunManifest.Identity, _ host: some AnalysisHost
  ) throws -> [ReplicateBlock]? {
    let wanted = part?.shards(of: identity.shardCount) ?? Array(0..<identity.shardCount)
    let lock = try mayDraw ? directory.map { try RunLock($0, name: part?.name ?? "all") } : nil
    defer { withExtendedLifetime(lock) {} }
    if let directory, directory.locks == ["all"] { directory.removeTemporaryFiles() }
    var known: [Int: ShardFile] = [:]
    for number in wanted {
      do throws(ShardFile.Damage) {
        known[number] = try directory?.shard(number)
      } catch {
        host.remark(
          "warning: shard \(number): \(error.text)\(mayDraw ? "; it is drawn again" : "")")
      }
    }
    let missing = wanted.filter { known[$0] == nil }
    guard mayDraw || missing.isEmpty else {
      throw TableError(.resumable, progressText(identity, found: known.count))
    }
    let draw = BootstrapDraw(
      study: study, identity: identity, directory: directory, threadCount: host.threadCount)
    let clock = SolverClock()
    do {
      let drawn = try host.solving { [tally = draw.tally] progress, seconds in
        tally.text(progress, elapsedSeconds: seconds)
      } _: { control in
        try draw.run(missing, keeps: part == nil, control)
      }
      for shard in drawn { known[shard.number] = shard }
    } catch let error as TableError where isStop(error) {
      throw TableError(
        .resumable, progressText(identity, found: directory?.storedShards.count ?? 0))
    } catch let error as InferenceError {
      throw TableError(.data, "\(request.path): \(error.text(study.panel))")
    }
    let drawnCount = missing.reduce(0) { $0 + identity.replicates(ofShard: $1).count }
    if drawnCount > 0 { host.remark(clock.line(programCount: drawnCount * study.programCount)) }
    if let part, let directory {
      host.remark(
        "part \(part.text) is done; \(progressText(identity, found: directory.storedShards.count))")
      return nil
    }
    warnOfKernels(known.values, host)
    return known.sorted { $0.key < $1.key }.map { ReplicateBlock($0.value) }
  }

  /// Whether a run on disk was stopped by a signal, so that it can go on.
  func isStop(_ error: TableError) -> Bool {
    directory != nil && [.interrupted, .terminated].contains(error.category)
  }

  /// How far a run on disk is, and the command that goes on.
  package func progressText(_ identity: RunManifest.Identity, found: Int) -> String {
    let path = directory?.path ?? ""
    let next =
      if let continuation {
        "\(continuation) goes on"
      } else if found == identity.shardCount {
        "farrell merge \(path.shellQuoted) prints the results"
      } else {
        "farrell bootstrap --resume --run \(path.shellQuoted) draws the rest"
      }
    return "\(path): \(found) of \(identity.shardCount) shards are there; \(next)"
  }

  /// Shards of processors of several types have the same numbers to about 1e-12 only.
  private func warnOfKernels(
    _ shards: some Collection<ShardFile>, _ host: some AnalysisHost
  ) {
    let kernels = Set(shards.map(\.kernels)).sorted()
    guard kernels.count > 1 else { return }
    host.remark(
      "warning: shards were drawn with several kernels: \(kernels.joined(separator: ", "))")
  }
}

extension String {
  /// The text as one word of a shell.
  package var shellQuoted: String {
    let isPlain =
      !isEmpty
      && unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", "+", ",", "=", ":", "@": true
        default: false
        }
      }
    if isPlain { return self }
    let parts = split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
