package slab

import "testing"

func TestLists(t *testing.T) {
	var s Of[int]
	var all [][]int
	for n := range 200 {
		list := s.Take(n % 7)
		if len(list) != n%7 || cap(list) != n%7 {
			t.Fatalf("%d elements, and room for %d, of %d", len(list), cap(list), n%7)
		}
		for i := range list {
			if list[i] != 0 {
				t.Fatal("an element that was handed out already")
			}
			list[i] = n
		}
		all = append(all, list)
	}
	for n, list := range all {
		for _, v := range list {
			if v != n {
				t.Fatalf("list %d has an element of list %d", n, v)
			}
		}
	}
	if len(s.Take(2*most)) != 2*most {
		t.Error("a list that is longer than a block")
	}
}

func TestFewAllocations(t *testing.T) {
	n := testing.AllocsPerRun(10, func() {
		var s Of[[4]int]
		for range 1000 {
			s.Take(1)
		}
	})
	if n > 12 {
		t.Errorf("%v allocations for 1,000 lists", n)
	}
}
