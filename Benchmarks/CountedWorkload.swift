internal import CRivals
internal import Frontier
internal import Tables

/// A fixed piece of work that is run once, so that a tool can count its instructions.
enum CountedWorkload: String, CaseIterable {
  case tinyConstant = "tiny-crs"
  case tinyVariable = "tiny-vrs"
  case middle = "middle-crs"
  case replicates = "bootstrap-crs"
  case programs = "programs-vrs"
  case large = "large-vrs"

  /// Makes the data, does the work and prints what came out, which is the same in every run.
  func run() throws {
    let scores = try work()
    let total = scores.reduce(0) { $1.isNaN ? $0 : $0 + $1 }
    print("\(rawValue): \(scores.count) programs, sum of scores \(total.rounded(to: 6).shortest)")
  }

  private func work() throws -> [Double] {
    switch self {
    case .tinyConstant: try rays(36, .constant, years: 1..<13, replicateCount: 4)
    case .tinyVariable: try rays(36, .variable, years: 1..<13, replicateCount: 2)
    case .middle: try rays(500, .constant, years: 6..<7, replicateCount: 1)
    case .replicates: try replicated()
    case .programs: try certified(.programs, unitCount: 300)
    case .large: try certified(.facets, unitCount: 3_000)
    }
  }

  private func source(_ unitCount: Int, _ returns: ReturnsToScale) -> BootstrapWorkload {
    BootstrapWorkload(
      unitCount: unitCount, inputCount: 4, outputCount: 1, returnsToScale: returns, seed: 1)
  }

  private func rays(
    _ unitCount: Int, _ returns: ReturnsToScale, years: Range<Int>, replicateCount: Int
  ) throws -> [Double] {
    let workload = try source(unitCount, returns).workload(
      name: rawValue, years: years, replicateCount: replicateCount)
    let contender = EngineContenders(workload: workload).rays()
    return counted { contender.run().values }
  }

  private func replicated() throws -> [Double] {
    let source = try source(36, .constant).replicates(years: 0..<14)
    let factors = (0..<4).map { source.factors(replicate: $0) }
    let engine = try ReplicateEngine(source)
    return counted { factors.flatMap { (try? engine.solve(factors: $0)) ?? [] } }
  }

  private func certified(_ path: FrontierOptions.Path, unitCount: Int) throws -> [Double] {
    let description = LargeSuite.Case(
      unitCount: unitCount, inputCount: 3, outputCount: 2, density: 0.1,
      returnsToScale: .variable, orientation: .input)
    let source = try SphereWorkload(description, seed: 1)
    let workload = Workload(
      name: rawValue, inputCount: 3, outputCount: 2, returnsToScale: .variable,
      tasks: [DistanceTask(technology: source.technology, points: source.points)], seed: 1)
    let contender = EngineContenders(workload: workload).certified(path)
    return counted { contender.run().values }
  }
}

/// Runs the body inside of the C function `counted_call`, by whose name `scripts/instructions.sh` finds it:
/// the compiler renames, copies and inlines what is Swift.
private func counted(_ body: @escaping () -> [Double]) -> [Double] {
  var call = (body: body, values: [Double]())
  unsafe withUnsafeMutablePointer(to: &call) { pointer in
    unsafe counted_call(
      { context in
        guard let call = unsafe context?.assumingMemoryBound(to: Call.self) else { return }
        unsafe call.pointee.values = call.pointee.body()
      }, pointer)
  }
  return call.values
}

private typealias Call = (body: () -> [Double], values: [Double])
