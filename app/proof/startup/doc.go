// Command startup measures what the till costs beside a bare Fyne program with
// two windows of the same sizes, in the same run: the time from start until
// both windows are on the screen, and the memory (resident set) a few seconds
// later. It reports and judges nothing but its goal, 1.3 times, in words.
//
// It needs a display and xdotool; Linux only.
package main
