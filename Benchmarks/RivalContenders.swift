internal import CRivals
internal import DenseKernels
internal import Frontier

/// The ways in which a general library may serve a workload best: one model for a technology, only the
/// score column and the right-hand sides changed, the basis kept, no presolve, one thread.
struct RivalContenders {
  /// Some points of one technology, in data order and in that of nearest neighbours.
  private struct Sample {
    let technology: Technology
    let points: [Point]
    let first: Int
    let inDataOrder: [Int]
    let byNeighbours: [Int]
    let efficient: [Int]
  }

  private let samples: [Sample]
  private let returnsToScale: ReturnsToScale

  /// The first tasks of a workload with at most `pointCount` points of each: a stretch of the path
  /// of nearest neighbours, so that a small sample has neighbours too.
  ///
  /// `efficient` has the efficient units of each of these tasks.
  init(_ workload: Workload, taskCount: Int, pointCount: Int, efficient: [[Int]]) {
    returnsToScale = workload.returnsToScale
    samples = zip(workload.tasks.prefix(taskCount), zip(workload.firstPrograms, efficient)).map {
      task, more in
      let path = Array(neighbourPath(task.points).prefix(pointCount))
      return Sample(
        technology: task.technology, points: task.points, first: more.0,
        inDataOrder: path.sorted(), byNeighbours: path, efficient: more.1)
    }
  }

  /// All eight ways of one library: dual or primal, data order or neighbours, all units or the
  /// efficient ones.
  func contenders(_ library: RivalLibrary) -> [Contender] {
    [true, false].flatMap { usesDual in
      [false, true].flatMap { byNeighbours in
        [false, true].map { frameOnly in
          contender(library, usesDual, byNeighbours: byNeighbours, frameOnly: frameOnly)
        }
      }
    }
  }

  private func contender(
    _ library: RivalLibrary, _ usesDual: Bool, byNeighbours: Bool, frameOnly: Bool
  ) -> Contender {
    let prepared = samples.map { sample in
      let order = byNeighbours ? sample.byNeighbours : sample.inDataOrder
      let units = frameOnly ? sample.efficient : Array(0..<sample.technology.count)
      return (
        units: units.flatMap {
          Array(sample.technology.inputs.row($0)) + Array(sample.technology.outputs.row($0))
        },
        points: order.flatMap { sample.points[$0].inputs + sample.points[$0].outputs },
        unitCount: units.count, pointCount: order.count,
        inputCount: sample.technology.inputs.columnCount,
        outputCount: sample.technology.outputs.columnCount
      )
    }
    let programs = samples.flatMap { sample in
      (byNeighbours ? sample.byNeighbours : sample.inDataOrder).map { sample.first + $0 }
    }
    let hasSum: Int32 = returnsToScale == .variable ? 1 : 0
    let variant =
      (usesDual ? " dual" : " primal") + (byNeighbours ? ", neighbours" : "")
      + (frameOnly ? ", frame" : "")
    return Contender(name: library.name + variant, family: library.name, programs: programs) {
      var slice = Slice(pivotCount: 0)
      for task in prepared {
        var values = [Double](repeating: .nan, count: task.pointCount)
        let outcome = unsafe task.units.withUnsafeBufferPointer { units in
          var technology = unsafe RivalTechnology(
            inputCount: Int32(task.inputCount), outputCount: Int32(task.outputCount),
            unitCount: Int32(task.unitCount), hasSum: hasSum, units: units.baseAddress)
          return unsafe rival_run(
            library.rival, &technology, usesDual ? 1 : 0, task.points, Int32(task.pointCount),
            &values)
        }
        slice.values += values
        slice.pivotCount = (slice.pivotCount ?? 0) + outcome.pivotCount
        slice.failureCount += outcome.failureCount
      }
      return slice
    }
  }
}
