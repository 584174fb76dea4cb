/// The best ways of the libraries through a workload, without and with a frame told for nothing.
struct RivalRatios {
  /// One best way.
  struct Best {
    /// The library, or "any" for the best of all.
    let family: String
    let hasFreeFrame: Bool
    /// Which way it was.
    let name: String
    /// Processor nanoseconds per program, one number a round.
    let nanoseconds: [Double]

    /// Median over the rounds of rival / own time.
    func ratio(to own: RaceResult) -> Double {
      median(zip(nanoseconds, own.nanoseconds).map { $0 / $1 })
    }
  }

  /// Two rows a library, where it has both, then two for the best of all.
  let best: [Best]

  /// Compares the ways of each library, and one more that pays for its frame.
  ///
  /// That one is not run: its time is units · t(neighbours) + (1 − own share) · t(frame given), from
  /// `bill` and the two times of each round.
  init(_ results: [RaceResult], bill: Workload.FrameBill) {
    let rivals = results.filter { !$0.contender.isOwn }
    var families: [String] = []
    for rival in rivals where !families.contains(rival.contender.family) {
      families.append(rival.contender.family)
    }
    let ways = families.flatMap { family in
      Self.ways(rivals.filter { $0.contender.family == family }, bill)
    }
    func least(_ family: String?, _ hasFreeFrame: Bool) -> Best? {
      ways.filter { $0.hasFreeFrame == hasFreeFrame && (family == nil || $0.family == family) }
        .min { median($0.nanoseconds) < median($1.nanoseconds) }
    }
    var best: [Best] = []
    for hasFreeFrame in [false, true] {
      best += families.compactMap { least($0, hasFreeFrame) }
      if let any = least(nil, hasFreeFrame) {
        best.append(
          Best(
            family: "any", hasFreeFrame: hasFreeFrame, name: any.name,
            nanoseconds: any.nanoseconds))
      }
    }
    self.best = best
  }

  private static func ways(_ rivals: [RaceResult], _ bill: Workload.FrameBill) -> [Best] {
    var ways = rivals.map { rival in
      Best(
        family: rival.contender.family, hasFreeFrame: rival.contender.way?.hasFreeFrame ?? false,
        name: rival.contender.name, nanoseconds: rival.nanoseconds)
    }
    let onAll = rivals.first { $0.contender.way == .neighbours }
    let onFrame = rivals.first { $0.contender.way == .frameGiven }
    if let onAll, let onFrame {
      ways.append(
        Best(
          family: onAll.contender.family, hasFreeFrame: false,
          name: "\(onFrame.contender.family), near, frame paid",
          nanoseconds: zip(onAll.nanoseconds, onFrame.nanoseconds).map {
            bill.unitsPerProgram * $0 + (1 - bill.ownShare) * $1
          }))
    }
    return ways
  }
}
