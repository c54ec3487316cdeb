// Command canary shows that the credential is nowhere. Tills without a window,
// each the real loop, log, diary and client in a process of its own, sell at
// practice gateways that play every fault and, now and then, say back what they
// know: client_secret and token, in every place and form of an answer. Staff
// type wrong secrets and PINs, refund, and change settings; the tills are
// closed, killed, made to panic and sent SIGQUIT, and their logs backed up,
// restored and exported.
//
//	canary [-sales N] [-lanes N] [-seed N]
//
// Then everything they have left is searched for secret, notification key, PIN,
// pepper, every access token and what was typed wrongly, in all forms of package
// search: data folder, crash reports, exports, output, and the command line and
// environment that the system showed while they ran. Nothing may be found.
//
// Two things must be. A naive client, which sells at the same gateway the way
// clients are often written, is searched in the same way. And each form of each
// secret is planted in a file of each kind.
//
// The secrets reach the tills on standard input, as a keyring that has just been
// unlocked would give them; the system's own keyring is not part of this.
package main
