extension Chart { package var vegaLite: String { "" } }
