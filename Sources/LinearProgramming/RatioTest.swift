internal import DenseKernels

/// What limits the step of an entering variable in the primal method.
enum PrimalStep {
  /// The basic variable of `row` reaches a bound after a step of `length`.
  case blocked(row: Int, length: Double, atUpper: Bool)
  /// The entering variable reaches its own other bound first.
  case flip(length: Double)
  /// Nothing limits the step.
  case unlimited
}

extension Iterate {
  /// Primal ratio test for `entering` moving in `direction` (+1 up, −1 down), column in `w`.
  ///
  /// Harris: the first pass finds the longest step with bounds relaxed by a small slack, the second
  /// takes the largest pivot among rows that block within it, ties to the lowest column. Bland: the
  /// exact minimum, ties to the lowest column. A basic variable beyond a bound (phase 1) blocks only
  /// on its way back, when it reaches that bound.
  func primalRatioTest(
    entering: Int, direction: Double, _ program: borrowing ScaledProgram, _ options: SimplexOptions,
    bland: Bool
  ) -> PrimalStep {
    let slack = bland ? 0 : options.harrisSlack
    var longest = Double.infinity
    for row in 0..<rowCount {
      guard let ratio = primalRatio(row, direction, program, options) else { continue }
      longest = min(longest, (max(0, ratio.distance) + slack) / ratio.speed)
    }
    let range = program.upper[entering] - program.lower[entering]
    if range < .infinity && range <= longest { return .flip(length: range) }
    guard longest < .infinity else { return .unlimited }

    var choice: (row: Int, speed: Double, distance: Double, atUpper: Bool)?
    for row in 0..<rowCount {
      guard let ratio = primalRatio(row, direction, program, options) else { continue }
      guard max(0, ratio.distance) / ratio.speed <= longest else { continue }
      if let best = choice {
        let isLower = columns[row] < columns[best.row]
        guard bland ? isLower : ratio.speed > best.speed || (ratio.speed == best.speed && isLower)
        else { continue }
      }
      choice = (row, ratio.speed, max(0, ratio.distance), ratio.atUpper)
    }
    guard let choice else { return .unlimited }
    return .blocked(
      row: choice.row, length: choice.distance / choice.speed, atUpper: choice.atUpper)
  }

  /// How far the basic variable of `row` is from the bound it moves to, and how fast it moves.
  private func primalRatio(
    _ row: Int, _ direction: Double, _ program: borrowing ScaledProgram, _ options: SimplexOptions
  ) -> (distance: Double, speed: Double, atUpper: Bool)? {
    let speed = -direction * w[row]
    guard abs(speed) > options.pivotTolerance else { return nil }
    let column = columns[row]
    let (value, l, u) = (x[column], program.lower[column], program.upper[column])
    let tolerance = options.feasibilityTolerance
    if speed > 0 {
      if value < l - tolerance { return (l - value, speed, false) }
      if value > u + tolerance || u == .infinity { return nil }
      return (u - value, speed, true)
    }
    if value > u + tolerance { return (value - u, -speed, true) }
    if value < l - tolerance || l == -.infinity { return nil }
    return (value - l, -speed, false)
  }

  /// Dual ratio test over the pivot row `alpha`; `sign` is +1 when the leaving variable must rise.
  ///
  /// A candidate is a column whose move helps; its ratio is |d| / |alpha|. Two passes as in the
  /// primal test, ties to the lowest column. Returns nil when no column can help: the program is
  /// infeasible.
  func dualRatioTest(sign: Double, _ options: SimplexOptions, bland: Bool) -> Int? {
    let slack = bland ? 0 : options.harrisSlack
    var longest = Double.infinity
    for column in 0..<stride {
      let speed = dualSpeed(column, sign)
      guard speed > options.pivotTolerance else { continue }
      longest = min(longest, (dualSlack(column) + slack) / speed)
    }
    guard longest < .infinity else { return nil }
    var choice: (column: Int, speed: Double)?
    for column in 0..<stride {
      let speed = dualSpeed(column, sign)
      guard speed > options.pivotTolerance, dualSlack(column) / speed <= longest else { continue }
      if bland { return column }
      if speed > choice?.speed ?? 0 { choice = (column, speed) }
    }
    return choice?.column
  }

  /// How fast the leaving variable is helped per unit move of a column; at most 0 if it is not.
  @inline(__always)
  private func dualSpeed(_ column: Int, _ sign: Double) -> Double {
    let a = unsafe sign * alpha.pointer[column]
    return unsafe max(-a * up.pointer[column], a * down.pointer[column])
  }

  /// Distance of a reduced cost from zero, 0 where it has the wrong sign or the variable is free.
  @inline(__always)
  private func dualSlack(_ column: Int) -> Double {
    unsafe max(0, d.pointer[column] * (up.pointer[column] - down.pointer[column]))
  }
}
