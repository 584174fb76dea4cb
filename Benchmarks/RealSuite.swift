internal import DenseKernels
internal import Frontier
internal import Glibc
internal import Tables

/// Real data with ties, zeros and outliers: the engine's shared path against its own path of one program
/// for each point, and a sample against HiGHS.
struct RealSuite {
  let contest: Contest
  /// Folder with one folder for each set; none is copied from it.
  let folder: String
  /// Points for the path of one program for each point, and for the libraries.
  let samplePointCount: Int

  private struct DataSet {
    let name: String
    let unit: String
    let time: String?
    let inputs: [String]
    let outputs: [String]
  }

  private static let sets = [
    DataSet(
      name: "us_vehicles", unit: "id", time: nil, inputs: ["cylinders", "displacement_l"],
      outputs: ["highway_mpg", "city_mpg"]),
    DataSet(
      name: "world_agriculture", unit: "country", time: "year",
      inputs: [
        "land_1000ha_eq", "labour_1000", "capital_mn_2015usd", "fertiliser_t", "feed_mn_mcal",
      ], outputs: ["output_crop", "output_animal"]),
    DataSet(
      name: "us_manufacturing", unit: "naics", time: "year", inputs: ["k", "l", "m"],
      outputs: ["y"]),
  ]

  /// Each set pooled over its years, both returns and orientations; false when an answer was wrong.
  ///
  /// A set that is missing is left out with a line.
  func run() throws -> Bool {
    var isRight = true
    for set in Self.sets {
      let path = "\(folder)/\(set.name)/\(set.name).csv"
      guard unsafe access(path, R_OK) == 0 else {
        contest.report.write("real \(set.name)", [.init("skipped", .text("no such data"))])
        continue
      }
      var options = PanelReadOptions(
        unitColumn: set.unit, timeColumn: set.time, inputColumns: set.inputs,
        outputColumns: set.outputs)
      options.zeroPolicy = .allow
      options.missingPolicy = .dropRow
      let panel = try PanelReader(options: options).read(path: path).panel
      for returns in [ReturnsToScale.constant, .variable] {
        for orientation in Orientation.allCases {
          isRight = race(panel, set, returns, orientation) && isRight
        }
      }
    }
    return isRight
  }

  private func race(
    _ panel: Panel, _ set: DataSet, _ returns: ReturnsToScale, _ orientation: Orientation
  ) -> Bool {
    let stride = contest.settings.isQuick ? 16 : 1
    let observations = Swift.stride(from: 0, to: panel.inputs.rowCount, by: stride)
    let technology = Technology(
      panel: panel, observations: Array(observations), returnsToScale: returns)
    let workload = Workload(
      name: "real \(set.name) \(returns.rawValue) \(orientation.rawValue)",
      inputCount: set.inputs.count, outputCount: set.outputs.count, returnsToScale: returns,
      orientation: orientation,
      tasks: [DistanceTask(technology: technology, points: technology.points)],
      seed: contest.settings.seed)
    let race = Race(
      roundCount: min(contest.settings.roundCount, LargeSuite.largestRoundCount),
      leastTurnSeconds: contest.settings.isQuick ? 0.002 : 0.05)
    let engine = EngineContenders(workload: workload)
    let results = race.run([
      engine.certified(.facets), engine.certified(.programs, pointCount: samplePointCount),
    ])
    let scores = results[0].slice.values
    let chosen = sample(
      contest.settings.isQuick ? 20 : 200, below: scores.count, seed: contest.settings.seed)
    var agreement = Agreement()
    Verification(contest.settings.libraries)?.compare(
      chosen.map { scores[$0] }, of: chosen.map { workload.tasks[0].points[$0] },
      programs: chosen, against: technology, orientation, into: &agreement)
    let efficient = scores.count { abs($0 - 1) <= Agreement.tightTolerance }
    let isRight = contest.report.write(
      workload, results,
      frame: Report.FrameCount(
        withoutScore: scores.count { $0.isNaN },
        efficientShare: Double(efficient) / Double(scores.count)))
    contest.report.write(
      "check of " + workload.name,
      contest.report.members(agreement, sampleOf: contest.settings))
    return isRight && results[1].agreement.holds(within: Agreement.tightTolerance)
      && agreement.holds(within: Agreement.tightTolerance)
  }
}
