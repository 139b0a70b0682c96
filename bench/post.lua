-- SPDX-License-Identifier: AGPL-3.0-or-later
-- wrk: each thread posts as one of the members whose tokens stand in the arguments, one status a request.
local tokens, at = {}, 0
function init(args)
  for _, token in ipairs(args) do tokens[#tokens + 1] = token end
end
function request()
  at = at + 1
  return wrk.format("POST", nil, {
    ["Authorization"] = "Bearer " .. tokens[at % #tokens + 1],
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }, "status=measured+" .. at .. "+" .. math.random(1e9) .. "+a+few+words+more+%23bench")
end
function done(summary, latency)
  io.write(string.format("P99 %.3f ERRORS %d\n", latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout))
end
