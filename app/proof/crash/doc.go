// Command crash shows what is left of the money when the till dies.
package main
