package meaning

import (
	"runtime"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/testdata"
)

// Everything on the page that has a name has a meaning: each label of each
// certificate, each extension that is read, each rule, code, sender, header and role.
func TestMeanings(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("the programs do not hold what rules are about; the build does")
	}
	have := map[string]string{}
	for _, m := range All() {
		key := string(m.Kind) + " " + m.Of
		if _, twice := have[key]; twice {
			t.Errorf("%s is there twice", key)
		}
		have[key] = m.Text
		if m.Text == "" || !strings.HasSuffix(m.Text, ".") && !strings.Contains(m.Text, ". ") {
			t.Errorf("%s: %q is no sentence", key, m.Text)
		}
	}
	need := func(kind Kind, of string, others ...string) {
		for _, key := range append([]string{of}, others...) {
			if have[string(kind)+" "+key] != "" {
				return
			}
		}
		t.Errorf("no meaning of the %s %q", kind, of)
	}
	dotted := func(label string) bool { return label != "" && label[0] >= '0' && label[0] <= '9' }
	for _, name := range testdata.Certificates() {
		for _, s := range report.NewCertificate(judge.ReadCertificate(source.New(testdata.DER(name)), testdata.Now), testdata.Now).Sections {
			for i := range s.Fields {
				label := s.Fields[i].Label
				if others := []string{s.Title + "/" + label}; dotted(label) {
					need(Field, label, s.Title+"/*")
				} else {
					need(Field, label, others...)
				}
			}
		}
	}
	for _, id := range certinfo.Known() {
		name, _ := certinfo.About(id)
		if name == "" {
			name = report.ExtensionLabel(id)
		}
		need(Field, name)
	}
	for _, r := range finding.Rules() {
		need(Rule, string(r.ID))
	}
	for _, r := range alb.Reasons {
		need(Reason, string(r.Code))
	}
	for _, r := range alb.FrontReasons {
		need(Reason, string(r.Code))
	}
	for _, f := range family.All() {
		need(Family, f.Slug)
		for i := range f.Headers {
			if f.Headers[i].Kind != family.NoKind {
				need(Header, f.Headers[i].Name)
			}
		}
	}
	for _, role := range []report.MemberRole{report.RoleLeaf, report.RoleAuthority, report.RoleIntermediate, report.RoleRoot, report.RoleStranger, report.RoleDuplicate, report.RoleOtherReading, report.RoleOtherHop} {
		need(Term, string(role))
	}
}
