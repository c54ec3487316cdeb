package main

import "testing"

func BenchmarkExhaustive(b *testing.B) {
	x := newExhaustion()
	for i := 0; b.Loop(); i++ {
		x.playScript(scriptOf(i * 7919 % scripts))
	}
	b.Log(x.found.count, x.found.steps/int64(b.N))
	for _, v := range x.found.violations[:min(5, len(x.found.violations))] {
		b.Log(v)
	}
}
