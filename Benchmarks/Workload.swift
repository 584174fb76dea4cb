internal import DenseKernels
internal import Frontier

/// One technology with the points whose distance to it is wanted.
struct DistanceTask: Sendable {
  let technology: Technology
  let points: [Point]
}

/// Tasks of one kind, made from a seed.
struct Workload: Sendable {
  let name: String
  let inputCount: Int
  let outputCount: Int
  let returnsToScale: ReturnsToScale
  var orientation = Orientation.input
  let tasks: [DistanceTask]
  let seed: UInt64
  /// Units against which a point must be priced at least; nil for all of its technology.
  var leastUnitCount: Double?

  /// What a report says of it.
  var sizes: Sizes {
    Sizes(
      technologyCount: tasks.count, unitCount: tasks.first?.technology.count ?? 0,
      variableCounts: "\(inputCount) + \(outputCount)",
      technologyName: "\(returnsToScale.rawValue) \(orientation.rawValue)")
  }

  struct Sizes {
    let technologyCount: Int
    let unitCount: Int
    let variableCounts: String
    /// Returns to scale and orientation.
    let technologyName: String
  }

  /// The first tasks with their technologies cut to the given units.
  func cut(to units: [[Int]]) -> Workload {
    Workload(
      name: name, inputCount: inputCount, outputCount: outputCount,
      returnsToScale: returnsToScale, orientation: orientation,
      tasks: zip(tasks, units).map { task, kept in
        DistanceTask(technology: task.technology.selecting(kept), points: task.points)
      }, seed: seed)
  }

  /// Number of linear programs.
  var programCount: Int { tasks.reduce(0) { $0 + $1.points.count } }

  /// Number of the first program of each task, when all are numbered through.
  var firstPrograms: [Int] {
    var first = 0
    return tasks.map { task in
      defer { first += task.points.count }
      return first
    }
  }

  /// Multiplications and additions of pricing every generator once, on average: 2 · generators · m,
  /// the least a certificate costs that shares nothing (a facet is the normal of m numbers).
  var pricingOperations: Double {
    let m = Double(inputCount + outputCount + (returnsToScale != .constant ? 1 : 0))
    if let leastUnitCount { return 2 * m * leastUnitCount }
    let generators = tasks.reduce(0) { sum, task in
      sum + task.points.count * (task.technology.count + inputCount + outputCount)
    }
    return 2 * m * Double(generators) / Double(max(1, programCount))
  }

  /// What a frame costs that is found by measuring every unit against the full model.
  struct FrameBill {
    /// Units to measure, per program of the workload.
    var unitsPerProgram = 0.0
    /// Share of the programs that are among them.
    var ownShare = 0.0
  }

  /// The bill of the first tasks.
  func frameBill(taskCount: Int) -> FrameBill {
    var (units, own, programs) = (0, 0, 0)
    for task in tasks.prefix(taskCount) {
      let rows = Set(task.technology.points)
      units += task.technology.count
      own += task.points.count { rows.contains($0) }
      programs += task.points.count
    }
    let count = Double(max(1, programs))
    return FrameBill(unitsPerProgram: Double(units) / count, ownShare: Double(own) / count)
  }
}
