internal import DenseKernels
internal import Frontier

/// One technology with the points whose input distance to it is wanted.
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
  let tasks: [DistanceTask]
  let seed: UInt64

  /// What a report says of it.
  var sizes: Sizes {
    Sizes(
      technologyCount: tasks.count, unitCount: tasks.first?.technology.count ?? 0,
      variableCounts: "\(inputCount) + \(outputCount)", returnsToScale: returnsToScale.rawValue)
  }

  struct Sizes {
    let technologyCount: Int
    let unitCount: Int
    let variableCounts: String
    let returnsToScale: String
  }

  /// The first tasks with their technologies cut to the given units.
  func cut(to units: [[Int]]) throws -> Workload {
    let cut = try zip(tasks, units).map { task, kept in
      DistanceTask(
        technology: try Technology(
          inputs: task.technology.inputs.selecting(rows: kept),
          outputs: task.technology.outputs.selecting(rows: kept), returnsToScale: returnsToScale),
        points: task.points)
    }
    return Workload(
      name: name, inputCount: inputCount, outputCount: outputCount,
      returnsToScale: returnsToScale, tasks: cut, seed: seed)
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
    let hasSum = returnsToScale != .constant
    let m = inputCount + outputCount + (hasSum ? 1 : 0)
    let generators = tasks.reduce(0) { sum, task in
      sum + task.points.count * (task.technology.count + inputCount + outputCount)
    }
    return 2 * Double(m) * Double(generators) / Double(max(1, programCount))
  }
}
