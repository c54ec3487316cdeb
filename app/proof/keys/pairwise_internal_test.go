package main

import (
	"math/rand/v2"
	"testing"
)

func TestEveryPairOfValuesMeets(t *testing.T) {
	sizes := []int{23, 6, 6, 5, 7, 4, 5}
	met := map[[4]int]bool{}
	for _, c := range pairwise(sizes, 600, rand.New(rand.NewPCG(1, 1))) {
		for i := range c {
			if c[i] < 0 || c[i] >= sizes[i] {
				t.Fatalf("the value %d of kind %d does not exist", c[i], i)
			}
			for j := range i {
				met[[4]int{i, c[i], j, c[j]}] = true
			}
		}
	}
	all := 0
	for i := range sizes {
		for j := range i {
			all += sizes[i] * sizes[j]
		}
	}
	if len(met) != all {
		t.Errorf("%d of %d pairs met", len(met), all)
	}
}
