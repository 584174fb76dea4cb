/// Memory that is written by one owner and then only read, by any number of workers.
///
/// Public for the reason that ``Scratch`` is.
@safe
public final class SharedBlock<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// Number of elements.
  public let count: Int
  @usableFromInline let base: UnsafeMutablePointer<Element>

  /// Room for `count` elements, all `value`, and what `fill` makes of them.
  public init(
    count: Int, repeating value: Element, fill: (UnsafeMutablePointer<Element>) -> Void
  ) {
    precondition(count >= 0, "negative count \(count)")
    self.count = count
    unsafe base = .allocate(capacity: max(count, 1))
    unsafe base.initialize(repeating: value, count: max(count, 1))
    unsafe fill(base)
  }

  /// Writes the memory again; only for a sole owner (`isKnownUniquelyReferenced`), before others read it.
  @unsafe
  public func rewrite(_ body: (UnsafeMutablePointer<Element>) -> Void) { unsafe body(base) }

  deinit { unsafe base.deallocate() }

  /// Start of the memory, for kernels; valid as long as the block lives.
  @inlinable @unsafe
  public var pointer: UnsafePointer<Element> { unsafe UnsafePointer(base) }

  /// Element `index`, checked.
  @inlinable
  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return unsafe base[index]
  }
}
