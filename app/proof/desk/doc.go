// Package desk works a till on a real screen as a person does: it starts and
// kills processes ([Processes]), looks at the pixels, reads the codes in them,
// presses keys ([Desktop]), and finds the till's two windows ([Till]). Package
// demo shows with it that the till sells, package crash that it can be killed,
// package monitors where its windows go.
//
// It waits by looking again until a limit, never by sleeping for a time that
// ought to do. Nothing is taken from inside the till.
package desk
