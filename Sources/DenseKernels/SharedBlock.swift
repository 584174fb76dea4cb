/// Memory that is written once, when it is made, and then only read, by any number of workers.
@safe
package final class SharedBlock<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// Number of elements.
  package let count: Int
  private let base: UnsafeMutablePointer<Element>

  /// Room for `count` elements, all `value`, and what `fill` makes of them.
  package init(
    count: Int, repeating value: Element, fill: (UnsafeMutablePointer<Element>) -> Void
  ) {
    precondition(count >= 0, "negative count \(count)")
    self.count = count
    unsafe base = .allocate(capacity: max(count, 1))
    unsafe base.initialize(repeating: value, count: max(count, 1))
    unsafe fill(base)
  }

  deinit { unsafe base.deallocate() }

  /// Start of the memory, for kernels; valid as long as the block lives.
  @unsafe
  package var pointer: UnsafePointer<Element> { unsafe UnsafePointer(base) }

  /// Element `index`, checked.
  package subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return unsafe base[index]
  }
}
