package report

// Changes picks out of a report with evidence what the page has to put in place.
func (r *Report) Changes() *Changes {
	c := &Changes{Verdict: r.Verdict, Findings: r.Findings, Senders: r.Senders}
	for i := range r.Groups {
		g := GroupChange{Answers: r.Groups[i].Answers}
		for k := range r.Groups[i].Chain.Members {
			var link Join
			if l := r.Groups[i].Chain.Members[k].Link; l != nil {
				link = *l
			}
			g.Links = append(g.Links, link)
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}
