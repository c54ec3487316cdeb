package cli

// Program is what people type in front of a command: the till's program has
// windows, and so Windows gives it no terminal and lets none wait for it.
const Program = "qrtillc"
