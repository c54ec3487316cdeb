// Command simulate
package main
