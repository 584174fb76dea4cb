import Glibc

/// The input side of a technology in one period, F(x), in logarithms (METHODS 5.12).
enum ProductionFunction: Sendable {
  /// Π x_k^{a_k}; the shares add up to 1 with constant returns, to less with decreasing ones.
  case cobbDouglas(shares: [Double])
  /// [Σ a_k (b_k x_k)^ρ]^{1/ρ} with elasticity of substitution 1 / (1 − ρ), given as `augmentation` ln b_k.
  case ces(shares: [Double], augmentation: [Double], power: Double)

  var inputCount: Int {
    switch self {
    case .cobbDouglas(let shares), .ces(let shares, _, _): shares.count
    }
  }

  /// ln F(x) for logarithms of inputs.
  func logarithm(_ x: [Double]) -> Double {
    switch self {
    case .cobbDouglas(let shares):
      return zip(shares, x).reduce(0) { $0 + $1.0 * $1.1 }
    case .ces(let shares, let augmentation, let power):
      let sum = shares.indices.reduce(0) { sum, k in
        sum + shares[k] * exp(power * (augmentation[k] + x[k]))
      }
      return log(sum) / power
    }
  }

  /// ln of the marginal product of an input where all inputs are alike, up to a term common to all inputs.
  ///
  /// In both functions its change is that at any other fixed mix, so the change of the difference of two
  /// inputs is the Hicks bias of the pair.
  func marginal(_ k: Int) -> Double {
    switch self {
    case .cobbDouglas(let shares): log(shares[k])
    case .ces(let shares, let augmentation, let power): log(shares[k]) + power * augmentation[k]
    }
  }
}
