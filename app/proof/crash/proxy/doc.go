// Package proxy is a bad line to the gateway: a TCP proxy that refuses, cuts,
// resets, delays and slices connections. What it does to a connection is drawn
// from a seed when the connection comes in; it may strike in the middle of any
// request or answer.
package proxy
