/// Efficiencies δ ≥ 1 of one period from which a smooth bootstrap draws others.
///
/// - Note: METHODS 5.5.
struct ReflectedSample: Sendable {
  private let efficiencies: [Double]
  private let bandwidth: Double
  private let order: SmoothingOrder
  /// (1 + h² / σ²)^{−1/2}, with the variance of what is shrunk.
  private let shrinkage: Double

  init(_ efficiencies: [Double], bandwidth: Double, order: SmoothingOrder) {
    (self.efficiencies, self.bandwidth, self.order) = (efficiencies, bandwidth, order)
    let count = Double(efficiencies.count)
    let mean = efficiencies.reduce(0, +) / count
    // The 2n reflected values have mean 1.
    let variance =
      order == .reflectLast
      ? efficiencies.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / count
      : efficiencies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    shrinkage = 1 / (1 + bandwidth * bandwidth / variance).squareRoot()
  }

  /// One draw for each observation: first the efficiencies, then their signs, then the noise.
  func draw(_ stream: inout RandomStream) -> [Double] {
    let count = efficiencies.count
    var chosen = (0..<count).map { _ in efficiencies[stream.index(below: count)] }
    if order == .reflectLast {
      for i in 0..<count { chosen[i] = 1 + stream.sign() * (chosen[i] - 1) }
    }
    let mean = chosen.reduce(0, +) / Double(count)
    return chosen.map { value in
      var drawn = value + bandwidth * stream.normal()
      if order == .reflectFirst && drawn < 1 { drawn = 2 - drawn }
      drawn = mean + shrinkage * (drawn - mean)
      if order == .reflectLast && drawn < 1 { drawn = 2 - drawn }
      return drawn
    }
  }
}
