import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { Joining } from './joining-steps.tsx'

export const joiningRoute = createRoute({ getParentRoute: () => rootRoute, path: '/join', component: Joining })
