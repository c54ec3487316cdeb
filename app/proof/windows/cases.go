package main

import "os"

// isRoot says whether a drive of its own can be had.
func isRoot() bool { return os.Geteuid() == 0 }

// cases are all of them, in an order in which some go on with what the one before left.
func (s *scene) cases() []step {
	all := []step{
		{"the exe has an icon, version information and our manifest", "", usual, s.resourced},
		{"the exes need nothing that Windows does not have", "", usual, s.imports},
		{"commands in cmd: version, -h, wrong use, setup with the secret on standard input, failures, each with its exit code", "", usual, s.commanded},
		{"the window program given a command says so and does nothing", "", usual, s.misled},
		{"a Windows too old is told so in a box", "", usual, s.old},
		{"a Chinese folder: 128.50 and Enter, the code as the gateway issued it, paid, closed, verified", "", usual, s.sells},
		{"a second start raises the first window, also a minimised one, and ends with 0", "second", usual, s.raises},
		{"kill -9 while a code waits: paid meanwhile, found at the next start", "", usual, s.killed},
		{"another drive: a practice sale, closed, verified", "", usual, s.drives},

		{"language and look changed, and Windows from light to dark, while the customer's window was never shown", "look", usual, s.dressed},
		{"125 % on 1366x768 with the customer's window hidden: it opens, fits and sells", "", laptop, s.enlarged},
		{"the remembered monitor is not there: it opens, changes its look, and F11 opens an ordinary window", "", usual, s.unplugged},

		{"a damaged log: Enter puts the backup back and opens the till", "", usual, s.damaged},
		{"files held without sharing: for a moment they are waited for", "", usual, s.heldBriefly},
		{"files held without sharing: said with their name, and nothing half-done stays", "", usual, s.heldLong},

		{"typed by SendInput: 128。50 is 128.50", "mark", usual, s.typed},
		{"a scanner's burst by SendInput goes into the note", "", usual, s.scanned},
		{"F7 and digits while the customer's window has the keyboard go to no other field", "", usual, s.typedAside},
		{"one monitor: F11, Esc: no question is under another window", "covered", usual, s.covered},
		{"a minimised till is brought back by keys in the customer's window, and they answer nothing", "", usual, s.minimised},
		{"all windows closed at once: the customer's window is there again at the next start", "closed", usual, s.closedAll},

		{"closed with a code shown, by its window", "", usual, s.endsBy(s.byWindow)},
		{"closed with a code shown, by taskkill", "", usual, s.endsBy(s.byTaskkill)},
		{"closed with a code shown, by the end of the session", "", usual, s.sessionEnds},
		{"no OpenGL: a box says so, and the program ends", "", plain, s.blind},
	}
	if isRoot() {
		all = append(all, step{"a full drive: it opens, history works, no sale starts", "", usual, s.full})
	}
	return all
}
