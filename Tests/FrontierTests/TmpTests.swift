import DenseKernels
import TestSupport
import Testing
@testable import Frontier
@Test func tmpStats() throws {
  for rts in [ReturnsToScale.constant, .variable, .nonIncreasing, .nonDecreasing] {
    for kind in DataKind.allCases {
      var line = "\(rts) \(kind):"
      for (n,p,q) in [(36,4,1),(36, 4, 2), (200,4,2)] {
        var random = SplitMix64(seed: 5)
        let t = try randomTechnology(count: n, inputCount: p, outputCount: q, kind: kind, returnsToScale: rts, using: &random)
        let o = try randomTechnology(count: n, inputCount: p, outputCount: q, kind: kind, returnsToScale: rts, using: &random)
        for or in Orientation.allCases {
          let qs = (0..<n).map { DistanceQuery(point: t.point($0), orientation: or) } + (0..<n).map { DistanceQuery(point: o.point($0), orientation: or) } + (0..<n).map { DistanceQuery(point: Point(inputs: t.point($0).inputs, outputs: o.point($0).outputs), orientation: or) }
          var reps: [String] = []
          for path in FrontierOptions.Path.allCases {
            var opt = FrontierOptions(); opt.path = path
            let t0 = Processor.usedSeconds
            let r = FrontierSolver(options: opt).solve([DistanceBatch(technology: t, queries: qs)])[0]
            let dt = Processor.usedSeconds - t0
            var s = SolveStatistics(); for x in r { s.record(x) }
            if path == .facets { reps.append(s.byStatus.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ",") + " piv \(s.pivotCount)") }
            reps.append("\(Int(dt*1e7/Double(qs.count)))")
          }
          line += " [" + reps.joined(separator: " ") + "]"
        }
      }
      print(line)
    }
  }
}
