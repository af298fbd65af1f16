// A request or certificate that is like an earlier one comes with what differs alone.

import type { Group, Report } from "./report.gen.ts";

/** filled gives each group and certificate all of its members. */
export function filled(report: Report): Report {
  const { certificates, groups } = report;
  return {
    ...report,
    certificates: certificates.map((one) => (one.like > 0 ? { ...certificates[one.like], ...one } : one)),
    groups: groups.map((group) => {
      const other = groups[group.like];
      return group.like > 0 && other ? likeOther(group, other) : group;
    }),
  };
}

function likeOther(group: Group, other: Group): Group {
  return {
    ...other, ...group,
    client: { ...other.client, ...group.client },
    headers: group.headers.map((header, i) => ({ ...other.headers[i], ...header })),
    chain: { ...other.chain, ...group.chain, members: group.chain.members.map((member, i) => ({ ...other.chain.members[i], ...member })) },
  };
}
