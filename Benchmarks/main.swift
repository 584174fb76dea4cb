import DenseKernels
import Frontier
import Glibc
import LinearProgramming

struct Rng {
  var s: UInt64
  mutating func next() -> Double {
    s &+= 0x9E37_79B9_7F4A_7C15
    var z = s
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53 + 0x1p-54
  }
  mutating func normal() -> Double { (-2 * log(next())).squareRoot() * cos(2 * .pi * next()) }
}
func cpu() -> Double { Processor.usedSeconds }
BLASLibrary.useOneThread()
let (n, p) = (36, 4)
var rng = Rng(s: 1)
let T = 14
// x_k = size * mix, y = CD * exp(-u)
var X = [[[Double]]](), Y = [[Double]]()
for t in 0..<T {
  var xs = [[Double]](), ys = [Double]()
  for i in 0..<n {
    var r = Rng(s: UInt64(i * 7919 + 13))
    let size = exp(r.normal())
    let mix = (0..<p).map { _ in exp(0.4 * r.normal()) }
    let x = mix.map { $0 * size * exp(0.1 * rng.normal()) }
    let f = exp(x.reduce(0) { $0 + log($1) } / Double(p)) * exp(0.03 * Double(t))
    xs.append(x)
    ys.append(f * exp(-0.2 * abs(rng.normal())))
  }
  X.append(xs)
  Y.append(ys)
}
for round in 0..<5 {
  var count = 0, pivots = 0, hits = 0, checksum = 0.0, bad = 0
  let t0 = cpu()
  for b in 0..<20 {
    for t in 1..<T - 1 {
      var gens: [[Double]] = []
      for i in 0..<n {
        let k = exp(0.1 * abs(rng.normal()))
        let g = X[t][i].map { $0 * k } + [Y[t][i]]
        let s = g.reduce(0, +)
        gens.append(g.map { $0 / s })
      }
      var h = [Double](repeating: 0, count: p + 1)
      for g in gens { for c in 0...p { h[c] += g[c] * (c < p ? 1.05 : 0.95) / Double(n) } }
      for c in 0...p { gens.append((0...p).map { $0 == c ? (c < p ? 1 : -1) : 0 }) }
      var seeds: [[Int]] = []
      for i in 0..<p {
        let best = (0..<n).max { gens[$0][p] / gens[$0][i] < gens[$1][p] / gens[$1][i] }!
        seeds.append([best] + (0..<p).filter { $0 != i }.map { n + $0 })
      }
      var solver = RaySolver(Cone(generators: gens, interior: h), seeds: seeds, capacity: 1024, options: SimplexOptions())
      for (a, c) in [(t, t), (t + 1, t + 1), (t, t + 1), (t - 1, t - 1), (t - 1, t)] {
        for i in 0..<n {
          let q = RayQuery(origin: [0, 0, 0, 0, Y[c][i]], direction: X[a][i] + [0])
          if solver.solve(q) != .optimal { bad += 1 }
          checksum += solver.crossing
          count += 1
        }
      }
      pivots += solver.pivotCount
      hits += solver.hitCount
    }
    _ = b
  }
  let dt = cpu() - t0
  print(round, count, "LPs", dt / Double(count) * 1e9, "ns/LP  pivots/LP", Double(pivots) / Double(count), "hits", Double(hits) / Double(count), bad, checksum)
}
