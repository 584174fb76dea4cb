import Publishing
import TestSupport

extension PageReader {
  /// The element `html` of a page.
  static func read(_ page: Page) throws -> Element { try read(page.html) }
}
